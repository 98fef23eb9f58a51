//! The text that a conflict copy keeps, as its side wrote it.

use super::{CONFLICT_BASE, CONFLICT_OF, copy_of};
use crate::entry::front_matter::{self, Value};
use crate::entry::{Entry, EntryId, EntryPath};

/// Takes out of a copy what made it one, and gives it the id back of what it is a copy of.
///
/// It is what the side wrote, byte for byte, where nobody has changed the copy since and the side had either no id or that of
/// the entry, as Riffle writes it.
pub(crate) fn original(copy: &str, of: &str, base: Option<&str>) -> String {
    let without = |text: &str, keys: &[&str]| {
        keys.iter().try_fold(text.to_owned(), |text, key| front_matter::remove(&text, key).ok())
    };
    let bare = without(copy, &[CONFLICT_OF, CONFLICT_BASE]).unwrap_or_else(|| copy.to_owned());
    let named = front_matter::set(&bare, "id", &Value::Text(of.to_owned())).ok();
    let unnamed = without(&bare, &["id"]);
    let body = bare[front_matter::split(&bare).body].to_owned();
    let below = body.strip_prefix('\n').map(str::to_owned);
    let likely = if has_fields(&bare) { if is_id(of) { &named } else { &unnamed } } else { &None }.clone();
    let ways = [named, unnamed, Some(body.clone()), below];
    let is_it = |text: &String| copy_of(text, of, base).text == copy;
    ways.into_iter().flatten().find(is_it).or(likely).unwrap_or(body)
}

/// Whether an entry is known by something else than its path.
fn is_id(of: &str) -> bool {
    let named = format!("---\nid: {of}\n---\n");
    EntryPath::new("a.md").is_ok_and(|path| !matches!(Entry::parse(path, named.as_bytes(), &[]).id, EntryId::Path(_)))
}

/// Whether a text has fields besides its id.
fn has_fields(text: &str) -> bool {
    front_matter::written(text).is_ok_and(|fields| fields.iter().any(|field| field.key != "id"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "01k0abcdefghjkmnpqrstvwxyz";

    #[test]
    fn a_copy_that_somebody_edited_gives_what_it_is_now_without_its_marks() {
        let edited =
            "---\nid: 01k0abcdefghjkmnpqrstvwxy0\ntitle: T\nconflict_of: 01k0abcdefghjkmnpqrstvwxyz\n---\nnew\n";
        assert_eq!(original(edited, ID, None), format!("---\nid: {ID}\ntitle: T\n---\nnew\n"));
        let bare = "---\nid: 01k0abcdefghjkmnpqrstvwxy0\nconflict_of: notes/tea.md\nconflict_base: ab\n---\nnew\n";
        assert_eq!(original(bare, "notes/tea.md", Some("ab")), "new\n");
    }

    proptest! {
        #[test]
        fn what_a_side_wrote_comes_back_byte_for_byte(
            yaml in "([a-c]{1,2}: [a-z0-9]{1,6}( # x)?\n){0,3}",
            has_id in any::<bool>(),
            has_front in any::<bool>(),
            body in "(\n|a|b\n|é|---\n|```\n|%% x %%\n){0,6}",
            base in prop::option::of("[0-9a-f]{4}"),
        ) {
            let id = if has_id { format!("id: {ID}\n") } else { String::new() };
            let side = if has_front { format!("---\n{id}{yaml}---\n{body}") } else { body };
            let copy = copy_of(&side, ID, base.as_deref()).text;

            prop_assert_eq!(original(&copy, ID, base.as_deref()), side);
        }
    }
}
