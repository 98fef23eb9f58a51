//! How many keys the most common tasks take, what is typed as words not counted.

use crate::support::{Person, Sandbox, Screen, Team};

const SIZE: (u16, u16) = (80, 24);

/// A person at the keyboard whose keys are counted.
struct Hand {
    screen: Screen,
    keys: usize,
}

impl Hand {
    fn at(sandbox: &Sandbox, start: &str) -> Self {
        let mut screen = Screen::open(sandbox, SIZE);
        screen.keys(start);
        Self { screen, keys: 0 }
    }

    fn press(&mut self, keys: &str) -> &mut Self {
        self.keys += keys.split_whitespace().count();
        self.screen.keys(keys);
        self
    }

    fn types(&mut self, words: &str) -> &mut Self {
        self.screen.types(words);
        self
    }

    #[track_caller]
    fn took(&mut self, keys: usize, shown: &str) {
        self.screen.shows(shown);
        assert_eq!(self.keys, keys, "{shown}");
    }
}

/// Where the words of the note are on the screen, and the list is in sight.
fn library() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("notes/tea.md", "---\ntitle: Green tea\n---\n\nEighty degrees.\n");
    sandbox.write("notes/pots.md", "---\ntitle: Pots\n---\n\nSee [[tea]].\n");
    sandbox.write("notes/list.md", "---\ntitle: Errands\n---\n\n- [ ] buy tea\n");
    sandbox.git(&["add", "-A"]).ok();
    sandbox.git(&["commit", "-qm", "notes"]).ok();
    sandbox
}

#[test]
fn capture_takes_two() {
    let sandbox = library();
    let mut hand = Hand::at(&sandbox, "");

    hand.press("c").types("Oolong at ninety").press("enter").took(2, "Saved the note");

    assert!(sandbox.files().iter().any(|(path, _)| path.contains("oolong-at-ninety")));
}

#[test]
fn finding_and_reading_takes_two() {
    Hand::at(&library(), "").press("s").types("green").press("enter").took(2, "Eighty degrees.");
}

#[test]
fn editing_a_found_note_takes_three() {
    let sandbox = library();

    Hand::at(&sandbox, "").press("s").types("green").press("enter e").took(3, "Saved.");

    assert!(sandbox.read("notes/tea.md").ends_with("more\n"));
}

#[test]
fn a_tag_takes_two() {
    let sandbox = library();

    Hand::at(&sandbox, "s p o t s enter").press("t").types("kitchen").press("enter").took(2, "Changed the tags");

    assert!(sandbox.read("notes/pots.md").contains("kitchen"));
}

#[test]
fn a_rename_takes_two() {
    let sandbox = library();

    Hand::at(&sandbox, "s g r e e n enter").press("r").types(" cups").press("enter").took(2, "Renamed to");

    assert!(sandbox.files().iter().any(|(_, text)| String::from_utf8_lossy(text).contains("title: Green tea cups")));
}

#[test]
fn the_only_link_takes_one() {
    Hand::at(&library(), "s p o t s enter enter").press("enter").took(1, "Eighty degrees.");
}

#[test]
fn the_day_before_takes_one() {
    Hand::at(&library(), "g t").press("h").took(1, "Nothing logged on this day.");
}

#[test]
fn a_to_do_takes_one() {
    let sandbox = library();

    Hand::at(&sandbox, "s e r r a n d s enter enter").press("space").took(1, "Ticked");

    assert!(sandbox.read("notes/list.md").contains("- [x] buy tea"));
}

#[test]
fn a_decision_in_the_inbox_takes_one() {
    let sandbox = library();
    sandbox.riffle(&["capture", "Oolong"]).ok();

    Hand::at(&sandbox, "g i").press("b").took(1, "Kept \u{201c}Oolong\u{201d} as a seed.");
}

#[test]
fn publishing_takes_two() {
    let team = Team::founded();
    let ada = Person::of(&team, "Ada");
    ada.nugget("Green tea wants eighty degrees", "Boiling water burns the leaves; eighty degrees do not.");
    let mut hand = Hand::at(&ada.sandbox, "");

    hand.press("p P");
    hand.screen.wait(10_000);
    hand.took(2, "Published as");
}
