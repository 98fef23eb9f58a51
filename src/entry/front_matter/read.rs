//! Reads front matter, within limits that are set before the first byte is parsed.

use serde_json::{Map, Value as Json};
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};
use serde_saphyr::{Error, Options};

use super::{MAX_BYTES, field, hashed, key, plain, typed};
use crate::entry::Problem;

/// How deep lists and maps may lie in each other.
const MAX_DEPTH: usize = 16;
/// The most values of one front matter, those that aliases repeat included.
const MAX_NODES: usize = 20_000;

/// Reads all fields, in the file's order; keys that are written twice keep their first value.
///
/// The line of a [`Problem`] is that of the file, whose first line is the fence.
pub(crate) fn read(yaml: &str) -> Result<Map<String, Json>, Problem> {
    if yaml.len() > MAX_BYTES {
        return Err(Problem { line: 1, what: "the front matter is longer than 64 KB".into() });
    }
    strictly(yaml).or_else(|problem| match hashed::mended(yaml, 0..yaml.len()) {
        Some(mended) => parsed(&mended),
        None => Err(problem),
    })
}

/// Reads what is YAML as it stands.
pub(super) fn strictly(yaml: &str) -> Result<Map<String, Json>, Problem> {
    match plain::read(yaml) {
        Some(fields) => Ok(fields),
        None => parsed(yaml),
    }
}

/// Reads any YAML.
pub(super) fn parsed(yaml: &str) -> Result<Map<String, Json>, Problem> {
    if yaml.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Map::new());
    }
    let read: Result<Option<Map<String, Json>>, Error> = serde_saphyr::from_str_with_options(yaml, options());
    let mut fields = read.map_err(|error| explained(&error))?.unwrap_or_default();
    typed::as_typed(yaml, &mut fields);
    Ok(fields)
}

/// Reads what can be read of front matter that is broken: the fields that are right by themselves.
pub(in crate::entry) fn rescued(yaml: &str) -> Map<String, Json> {
    let mut fields = Map::new();
    if yaml.len() > MAX_BYTES {
        return fields;
    }
    for chunk in chunks(yaml).take(200) {
        for (key, value) in parsed(chunk).unwrap_or_else(|_| plainly(chunk)) {
            fields.entry(key).or_insert(value);
        }
    }
    fields
}

/// What a line that is no YAML says to a person: `title: Keep it small: a plea`. Only of a key that Riffle knows, since the
/// line may be no field at all.
fn plainly<'a>(chunk: &'a str) -> Map<String, Json> {
    let line = &chunk[..field::line_end(chunk, 0)];
    let is_said = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let said = line.split_once(':').filter(|(name, _)| key::is_known(name));
    let bare = |words: &'a str| {
        if words.starts_with(['"', '\'', '[']) { words } else { field::before_comment(words).trim_end() }
    };
    let words = said.map(|(name, words)| (name, bare(words.trim())));
    // What goes on below, or begins a list or map that does not end, is not plain.
    let plain = words.filter(|(_, words)| {
        let is_open = words.starts_with(['{', '|', '>']) || words.starts_with('[') && !words.starts_with("[[");
        !words.is_empty() && !is_open && !chunk.lines().skip(1).any(is_said)
    });
    plain.into_iter().map(|(name, words)| (name.to_owned(), words.into())).collect()
}

/// Cuts YAML before each line that begins with a letter.
fn chunks(yaml: &str) -> impl Iterator<Item = &str> {
    let mut rest = yaml;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let next = rest.match_indices('\n').map(|(at, _)| at + 1);
        let cut = next.into_iter().find(|at| rest[*at..].starts_with(char::is_alphanumeric)).unwrap_or(rest.len());
        let (chunk, after) = rest.split_at(cut);
        rest = after;
        Some(chunk)
    })
}

fn options() -> Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            flow_nesting_limit: MAX_DEPTH,
            max_nodes: MAX_NODES,
            max_events: 2 * MAX_NODES,
            max_aliases: 100,
            max_anchors: 100,
            max_recorded_anchor_events: MAX_NODES,
            max_recorded_anchor_bytes: 4 * MAX_BYTES,
            max_documents: 1,
            max_total_scalar_bytes: 4 * MAX_BYTES,
            max_merge_keys: 100,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: MAX_NODES,
            max_replay_stack_depth: 8,
            max_alias_expansions_per_anchor: 100,
        },
        duplicate_keys: DuplicateKeyPolicy::FirstWins,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        strict_booleans: true,
        underscored_numbers_as_strings: true,
        leading_zero_numbers_as_strings: true,
        ignore_binary_tag_for_string: true,
        with_snippet: false,
    }
}

/// The parser's error as one sentence with the line of the file.
fn explained(error: &Error) -> Problem {
    let error = error.without_snippet();
    let line = error.location().map_or(0, |place| usize::try_from(place.line()).unwrap_or(0));
    let what = match error {
        Error::Budget { .. } => TOO_MUCH.into(),
        other => sentence(&other.render()),
    };
    Problem { line: line + 1, what }
}

/// What is said of front matter that would take more than it is worth.
pub(super) const TOO_MUCH: &str = "the front matter is nested too deeply or too large";
/// Words of the parser that mean nothing to a person, and what is said instead.
const PLAINLY: [(&str, &str); 3] = [
    ("budget breached", TOO_MUCH),
    ("recursion limit", TOO_MUCH),
    (
        "expected string scalar",
        "the front matter is not valid YAML: what begins with { or [ needs quotation marks here",
    ),
];

/// The first line of a message, without the place it may name (that would be counted within the front matter).
fn sentence(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    if let Some((_, plain)) = PLAINLY.iter().find(|(words, _)| first.contains(words)) {
        return (*plain).to_owned();
    }
    let at = [" at line ", " (line "].iter().filter_map(|mark| first.find(mark)).min();
    let words = at.map_or(first, |at| &first[..at]).trim().trim_end_matches(['.', ':']);
    let words = words.strip_prefix("line ").and_then(|rest| rest.split_once(": ")).map_or(words, |(_, words)| words);
    format!("the front matter is not valid YAML: {words}")
}
