//! `riffle tag`: tags of one entry, or all tags there are.

use serde_json::json;

use super::Global;
use super::open;
use super::output::{Failure, Output};
use super::search::{freshen, look};
use super::show::find;
use crate::ops::{self, Workspace};

/// Add and remove tags of an entry (`+a -b`) or show them; or `list` all tags.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A path, file name, title, alias, `[[link]]` or part of an id; or the word `list`.
    entry: String,
    /// `+tag` or `tag` adds, `-tag` removes.
    #[arg(allow_hyphen_values = true)]
    tags: Vec<String>,
}

impl Args {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> Result<(), Failure> {
        let workspace = open::workspace(global, output)?;
        if self.entry == "list" && self.tags.is_empty() {
            return list(&workspace, output);
        }
        let (add, remove) = signed(&self.tags)?;
        let path = find(&workspace, &self.entry, output)?;
        if !self.tags.is_empty() {
            let changed = ops::edit::tag(&workspace, std::slice::from_ref(&path), &add, &remove)?;
            output.warnings(&changed.warnings);
            if changed.paths.is_empty() {
                output.note("Nothing changed.");
            }
        }
        let tags = ops::find::read(&workspace, &path)?.tags;
        if output.json {
            return output.object(&json!({ "path": path.as_str(), "tags": tags }));
        }
        output.line(tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" "))
    }
}

fn list(workspace: &Workspace, output: &mut Output) -> Result<(), Failure> {
    freshen(workspace, look(output), output)?;
    for (tag, entries) in ops::find::tags(workspace)? {
        if output.json {
            output.object(&json!({ "tag": tag, "entries": entries }))?;
        } else {
            output.line(format!("{entries:>6}  {tag}"))?;
        }
    }
    Ok(())
}

/// Tells tags to add from tags to remove.
fn signed(words: &[String]) -> Result<(Vec<String>, Vec<String>), Failure> {
    let (mut add, mut remove) = (Vec::new(), Vec::new());
    for word in words {
        // Whatever another program wrote as a tag can be taken away; what Riffle adds is read as one everywhere.
        let (tags, name, unlike) = match word.strip_prefix('-') {
            Some(name) => (&mut remove, name, ['\n', '\r'].as_slice()),
            None => (&mut add, word.strip_prefix('+').unwrap_or(word), [',', '#', '\n', '\r', ' ', '\t'].as_slice()),
        };
        let name = name.trim_start_matches('#').trim();
        if name.is_empty() || name.contains(unlike) {
            return Err(Failure::usage(format!("{word:?} is not a tag"), "a tag has no spaces, commas or `#`"));
        }
        tags.push(name.to_owned());
    }
    Ok((add, remove))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_tag_can_be_taken_away_and_only_a_plain_one_added() {
        let words = ["-machine learning", "-#C#", "-a, b", "+x", "y"].map(str::to_owned);
        let (add, remove) = signed(&words).unwrap();
        assert_eq!(
            (add, remove),
            (vec!["x".into(), "y".into()], vec!["machine learning".into(), "C#".into(), "a, b".into()])
        );
        for no_tag in ["+machine learning", "+C#", "+", "-#", "- "] {
            assert!(signed(&[no_tag.to_owned()]).is_err(), "{no_tag}");
        }
    }
}
