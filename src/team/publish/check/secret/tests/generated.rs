//! Every kind in every form, drawn anew for each pair.

use std::collections::BTreeMap;

use super::{Lot, blocks, forms, kinds};

/// One pair of so many is tried in every run of the tests.
const PART: usize = 7;

/// A share in permille.
fn share((found, of): &(usize, usize)) -> usize {
    found * 1000 / of
}

/// Writes the name and the secret into a form.
fn filled(form: &str, name: &str, secret: &str) -> String {
    let filled = form.replace("{I}", &name.to_uppercase()).replace("{i}", name);
    filled.replace("{s}", secret)
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures are worth knowing also when they are good")]
fn secrets_are_found_in_every_form_of_assignment() {
    let (mut by_kind, mut by_form) = (BTreeMap::new(), BTreeMap::new());
    let mut missed = Vec::new();
    let mut all = (0, 0);
    // Whoever wants other samples, or every pair, says so.
    let seed: usize = std::env::var("RIFFLE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let part = if std::env::var("RIFFLE_EVERY_PAIR").is_ok() { 1 } else { PART };
    for (index, (name, pattern)) in kinds::ALL.iter().enumerate() {
        for (number, (form, written)) in forms::ALL.iter().enumerate() {
            if !(index + number + seed).is_multiple_of(part) {
                continue;
            }
            let secret = Lot::new((seed * 1_000_003 + index * 1009 + number) as u64).draw(pattern);
            let text = filled(written, name, &secret);
            let is_found = blocks(&text);
            for count in [&mut all, by_kind.entry((*name, *pattern)).or_default(), by_form.entry(*form).or_default()] {
                *count = (count.0 + usize::from(is_found), count.1 + 1);
            }
            missed.extend((!is_found).then_some(text));
        }
    }
    println!("{} kinds, {} forms, {} of {} found", kinds::ALL.len(), forms::ALL.len(), all.0, all.1);

    let bad_kinds: Vec<_> = by_kind.iter().filter(|(_, count)| share(count) < 600).collect();
    let bad_forms: Vec<_> = by_form.iter().filter(|(_, count)| share(count) < 900).collect();
    assert!(bad_kinds.is_empty() && bad_forms.is_empty(), "{bad_kinds:?} {bad_forms:?}");
    assert!(share(&all) >= 970, "{} missed, such as {:#?}", missed.len(), &missed[..missed.len().min(20)]);
}
