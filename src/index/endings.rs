//! The endings of English words: plurals and forms of verbs, so that `notes` finds `note` and `rebasing` finds `rebased`.
//!
//! Made of the word that is searched for, not kept in the index: what no entry has falls away with one look into its dictionary.

/// Shorter words have no endings worth a guess, and longer ones are none of a language.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=24;
/// Words that are no forms of what they look like.
const ALONE: [&str; 9] = ["always", "does", "gas", "has", "her", "news", "perhaps", "was", "yes"];

/// The other forms that a folded word may have, each once.
pub(super) fn others(word: &str) -> Vec<String> {
    let is_word = LENGTHS.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_word || ALONE.contains(&word) {
        return Vec::new();
    }
    let mut forms: Vec<String> = bases(word).iter().flat_map(|base| forms(base)).collect();
    forms.sort_unstable();
    forms.dedup();
    forms.retain(|form| form != word);
    forms
}

/// What the word may be a form of, itself among it.
fn bases(word: &str) -> Vec<String> {
    let mut bases = vec![word.to_owned()];
    let mut add = |base: String| {
        if base.len() >= 3 && base.bytes().any(is_vowel) {
            bases.push(base);
        }
    };
    if let Some(stem) = word.strip_suffix("ies").or_else(|| word.strip_suffix("ied")) {
        add(format!("{stem}y"));
    } else if let Some(stem) = word.strip_suffix("es").filter(|stem| takes_es(stem)) {
        add(stem.to_owned());
        add(format!("{stem}e"));
    } else if let Some(stem) = word.strip_suffix('s').filter(|stem| !stem.ends_with(['s', 'u', 'i'])) {
        add(stem.to_owned());
    }
    let verb = word.strip_suffix("ing").or_else(|| word.strip_suffix("ed").filter(|stem| !stem.ends_with('e')));
    if let Some(stem) = verb.filter(|stem| has_vowel(stem)) {
        add(format!("{stem}e"));
        add(undoubled(stem).unwrap_or(stem).to_owned());
        add(stem.to_owned());
    }
    bases
}

/// The forms of a base.
fn forms(base: &str) -> Vec<String> {
    let mut forms = vec![base.to_owned()];
    if let Some(stem) = base.strip_suffix('y').filter(|stem| !stem.bytes().next_back().is_none_or(is_vowel)) {
        forms.extend([format!("{stem}ies"), format!("{stem}ied"), format!("{base}ing")]);
        return forms;
    }
    forms.push(if takes_es(base) { format!("{base}es") } else { format!("{base}s") });
    let stem = base.strip_suffix('e').unwrap_or(base);
    let doubled = doubled(base);
    // Of three letters the last is always doubled: `noted` is no form of `not`.
    if has_vowel(stem) && (doubled.is_none() || base.len() > 3) {
        forms.extend([format!("{stem}ed"), format!("{stem}ing")]);
    }
    forms.extend(doubled.into_iter().flat_map(|stem| [format!("{stem}ed"), format!("{stem}ing")]));
    forms
}

/// With its last letter twice, if that is a consonant behind a single vowel (`plan`).
fn doubled(base: &str) -> Option<String> {
    match base.as_bytes() {
        [.., one, vowel, last] if !is_vowel(*one) && is_vowel(*vowel) && !is_vowel(*last) && !b"wxy".contains(last) => {
            Some(format!("{base}{}", char::from(*last)))
        }
        _ => None,
    }
}

/// Whether its plural ends in `es`.
fn takes_es(base: &str) -> bool {
    ["s", "x", "z", "ch", "sh"].iter().any(|end| base.ends_with(end))
}

/// Without the second of two equal consonants at the end (`plann`), where they came with the ending.
fn undoubled(stem: &str) -> Option<&str> {
    match stem.as_bytes() {
        [.., one, two] if one == two && !is_vowel(*one) && !b"sl".contains(one) => Some(&stem[..stem.len() - 1]),
        _ => None,
    }
}

fn has_vowel(stem: &str) -> bool {
    stem.bytes().any(|byte| is_vowel(byte) || byte == b'y')
}

fn is_vowel(byte: u8) -> bool {
    b"aeiou".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_and_forms_of_verbs_lead_to_each_other() {
        for family in [
            &["note", "notes", "noted", "noting"] as &[_],
            &["rebase", "rebases", "rebased", "rebasing"],
            &["plan", "plans", "planned", "planning"],
            &["query", "queries", "queried", "querying"],
            &["fix", "fixes", "fixed", "fixing"],
            &["branch", "branches", "branched", "branching"],
            &["class", "classes"],
            &["dog", "dogs"],
        ] {
            for (one, other) in family.iter().flat_map(|one| family.iter().map(move |other| (one, other))) {
                assert!(one == other || others(one).iter().any(|form| form == other), "{one} finds {other}");
            }
        }
    }

    #[test]
    fn words_that_only_look_like_forms_lead_nowhere_near() {
        for (word, other) in [
            ("string", "str"),
            ("news", "new"),
            ("status", "statu"),
            ("class", "clas"),
            ("this", "thi"),
            ("speed", "spe"),
            ("king", "k"),
            ("not", "noted"),
            ("the", "thing"),
            ("café", "cafés"),
            ("k8s", "k8"),
        ] {
            assert!(!others(word).iter().any(|form| form == other), "{word} finds {other}");
        }
    }

    #[test]
    fn no_word_has_many_forms() {
        for word in ["running", "queries", "tested", "planned", "misses", "bus"] {
            assert!(others(word).len() <= 16, "{word}: {:?}", others(word));
        }
    }
}
