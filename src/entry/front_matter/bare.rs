//! What a person typed behind a key without quotes.

use super::{Value, field, inline, split};

/// Quotes a text that a person typed bare behind a key, so that a colon or hash in it is part of it.
pub(crate) fn quote_typed(text: &str, key: &str) -> String {
    let behind = |line: &str| {
        let (name, rest) = line.split_once(':')?;
        name.eq_ignore_ascii_case(key).then(|| line.len() - rest.len())
    };
    let lines = split(text).yaml.into_iter().flat_map(|yaml| field::lines(text, yaml));
    let found = lines.into_iter().find_map(|line| Some((behind(&text[line.clone()])?, line)));
    let Some((colon, found)) = found else { return text.to_owned() };
    let typed = text[found.start + colon..found.end].trim();
    if typed.is_empty() || typed.starts_with(['"', '\'', '|', '>', '[', '{']) {
        return text.to_owned();
    }
    let written = &text[found.start..found.start + colon];
    let quoted = format!("{written} {}", inline(key, &Value::Text(typed.to_owned())));
    let eol = &text[found.start + text[found.clone()].trim_end_matches(['\r', '\n']).len()..found.end];
    format!("{}{quoted}{eol}{}", &text[..found.start], &text[found.end..])
}
