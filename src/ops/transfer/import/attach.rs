//! Files that belong to an entry: beside the entries, under a name that is theirs alone.

use super::merge::Thing;
use crate::entry::new::New;
use crate::entry::{EntryPath, slug};
use crate::formats::Attachment;
use crate::ops::bulk::Rewrite;
use crate::ops::{Error, Workspace};
use crate::store;
use crate::text::percent;

/// The largest file that goes along: a larger one no sync would carry.
pub(super) const LARGEST: usize = 10_000_000;

/// Gives a new entry its files: its words lead to where they are going to lie. Answers with these, and with why others are not
/// taken.
pub(super) fn attach(
    workspace: &Workspace,
    thing: &Thing,
    path: &EntryPath,
    new: &mut New,
) -> Result<(Vec<Rewrite>, Vec<String>), Error> {
    let (mut rewrites, mut left_out) = (Vec::new(), Vec::new());
    for (number, Attachment { name, bytes }) in thing.item.attachments.iter().enumerate() {
        let Some(bytes) = bytes else { continue };
        if bytes.len() > LARGEST {
            left_out.push(format!("its file {name:?} has more than {} MB", LARGEST / 1_000_000));
            continue;
        }
        let (to, is_there) = free(workspace, &place(workspace, thing, number, name), bytes)?;
        let link = format!("](<{}>)", relative(path, &to));
        let [wide, plain] = [format!("](<attachment:{name}>)"), format!("](attachment:{name})")];
        if new.body.contains(&wide) || new.body.contains(&plain) {
            new.body = new.body.replace(&wide, &link).replace(&plain, &link);
        } else {
            let mark = if is_picture(name) { "!" } else { "" };
            new.body = format!("{}\n\n{mark}[{}{link}", new.body.trim_end(), name.replace(['[', ']'], ""));
        }
        if !is_there {
            rewrites.push(Rewrite { path: to, before: None, after: Some(bytes.clone()) });
        }
    }
    Ok((rewrites, left_out))
}

/// Where a file lies already, byte for byte, and else the first of its names that nothing has.
fn free(workspace: &Workspace, wanted: &EntryPath, bytes: &[u8]) -> Result<(EntryPath, bool), Error> {
    let (mut path, mut count) = (wanted.clone(), 1);
    loop {
        match workspace.store().bytes(&path) {
            Ok(there) if there == bytes => return Ok((path, true)),
            Ok(_) => count += 1,
            Err(store::Error::Missing(_)) => return Ok((path, false)),
            Err(error) => return Err(error.into()),
        }
        path = store::numbered(wanted, count);
    }
}

/// `media/2024/<id>-<number>-<name>`, or in the folder that another program keeps for files.
fn place(workspace: &Workspace, thing: &Thing, number: usize, name: &str) -> EntryPath {
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, "bin"));
    let end: String = end.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    let year = thing.item.date.unwrap_or_else(|| workspace.clock.now()).format("%Y").to_string();
    let folder = workspace.store().habits().naming.attachments.clone().unwrap_or(format!("media/{year}"));
    let id = thing.id.to_string().to_lowercase();
    let name = format!("{id}-{number}-{}.{}", slug::slug(stem), if end.is_empty() { "bin" } else { &end });
    let usual = || EntryPath::new(format!("media/{year}/{name}")).expect("these names lead nowhere else");
    EntryPath::new(format!("{}/{name}", folder.trim_matches('/'))).unwrap_or_else(|_| usual())
}

/// The way from an entry to a file.
fn relative(from: &EntryPath, to: &EntryPath) -> String {
    let up = from.as_str().matches('/').count();
    "../".repeat(up) + &percent::encoded(to.as_str(), |c| c == ' ' || c == '%' || c == '<' || c == '>')
}

fn is_picture(name: &str) -> bool {
    let name = name.to_lowercase();
    [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"].iter().any(|end| name.ends_with(end))
}
