use std::path::Path;

use proptest::prelude::*;

use super::*;

const LIST: [Context; 3] = [Context::List, Context::Entry, Context::Global];
const QUERY: [Context; 3] = [Context::Picker, Context::Input, Context::Global];
const HELP: [Context; 4] = [Context::Help, Context::Picker, Context::Input, Context::Global];

fn keys(text: &str) -> Vec<Key> {
    text.parse::<Sequence>().unwrap().0
}

fn resolve(contexts: &[Context], text: &str) -> Resolution {
    Keymap::default().resolve(contexts, &keys(text))
}

fn action(name: &str) -> Resolution {
    Resolution::Resolved(name.parse().unwrap())
}

fn with(text: &str) -> (Keymap, Vec<(usize, String)>) {
    let (keymap, problems) = Keymap::read("default", Path::new("keymap.toml"), text);
    (keymap, problems.into_iter().map(|problem| (problem.line, problem.what)).collect())
}

#[test]
fn a_key_is_looked_up_from_the_innermost_context_outwards() {
    assert_eq!(resolve(&LIST, "j"), action("cursor-down"));
    assert_eq!(resolve(&LIST, "e"), action("edit"));
    assert_eq!(resolve(&LIST, "c"), action("capture"));
    assert_eq!(resolve(&LIST, "F"), Resolution::Unbound);
}

#[test]
fn a_sequence_shows_what_may_follow_in_all_contexts() {
    let Resolution::Pending(hints) = resolve(&LIST, "g") else { panic!("g is a prefix") };

    let hints: Vec<String> = hints.iter().map(|hint| format!("{} {}", hint.key, hint.action.unwrap())).collect();
    assert_eq!(
        hints,
        [
            "g cursor-first",
            "t today",
            "i inbox",
            "f feeds",
            "l library",
            "s share",
            "p share",
            "m team",
            "d trashed",
            "c conflicts",
            "w web-search",
            "b back"
        ]
    );
    assert_eq!(resolve(&LIST, "g g"), action("cursor-first"));
    assert_eq!(resolve(&LIST, "g l"), action("library"));
    assert_eq!(resolve(&LIST, "g esc"), Resolution::Unbound);
}

#[test]
fn characters_are_text_where_something_is_typed() {
    assert_eq!(resolve(&QUERY, "q"), Resolution::Text('q'));
    assert_eq!(resolve(&QUERY, "?"), Resolution::Text('?'));
    assert_eq!(resolve(&QUERY, "space"), Resolution::Text(' '));
    assert_eq!(resolve(&QUERY, "ы"), Resolution::Text('ы'));
    assert_eq!(resolve(&QUERY, "ctrl-w"), action("delete-word-back"));
    assert_eq!(resolve(&QUERY, "down"), action("cursor-down"));
    assert_eq!(resolve(&QUERY, "f1"), action("help"));
    assert_eq!(resolve(&QUERY, "esc"), action("cancel"));
}

#[test]
fn the_key_that_opened_the_help_closes_it() {
    assert_eq!(resolve(&HELP, "?"), action("close"));
    assert_eq!(resolve(&HELP, "f1"), action("close"));
    assert_eq!(resolve(&HELP, "s"), Resolution::Text('s'));
}

#[test]
fn letters_of_another_layout_work_unless_they_are_bound_themselves() {
    assert_eq!(resolve(&LIST, "о"), action("cursor-down"));
    assert_eq!(resolve(&LIST, "п п"), action("cursor-first"));
    assert_eq!(resolve(&LIST, "п д"), action("library"));

    let (keymap, problems) = with("[list]\n\"о\" = \"open\"\n");

    assert_eq!(problems, []);
    assert_eq!(keymap.resolve(&LIST, &keys("о")), action("open"));
}

#[test]
fn own_keys_are_laid_over_and_shown_first() {
    let (keymap, problems) = with("[global]\n\", s\" = \"sync\"\n\"é\" = \"capture\"\n\"R\" = \"none\"\n");

    assert_eq!(problems, []);
    assert_eq!(keymap.resolve(&LIST, &keys(", s")), action("sync"));
    assert_eq!(keymap.resolve(&LIST, &keys("R")), Resolution::Unbound);
    let shown: Vec<String> = keymap.keys_of(Run::Capture.into(), &LIST).iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["é", "c"]);
}

#[test]
fn keys_that_an_inner_context_takes_are_not_shown() {
    let shown = |contexts| Keymap::default().keys_of(Run::Palette.into(), contexts);

    assert_eq!(shown(&LIST), [Sequence(keys(":"))]);
    assert_eq!(shown(&[Context::Global]), [Sequence(keys(":")), Sequence(keys("ctrl-p"))]);
    assert_eq!(Keymap::default().keys_of(Run::Help.into(), &QUERY), [Sequence(keys("f1"))]);
}

#[test]
fn each_wrong_line_is_reported_and_the_rest_works() {
    let (keymap, problems) = with(concat!(
        "extends = \"defualt\"\n",
        "[list]\n",
        "\"n\" = \"cursr-down\"\n",
        "\"hyper-x\" = \"open\"\n",
        "\"g\" = \"open\"\n",
        "\"j j\" = \"open\"\n",
        "\"F\" = \"none\"\n",
        "\"N\" = 3\n",
        "\"E\" = \"edit\"\n",
        "[lits]\n",
        "\"a\" = \"open\"\n",
    ));

    assert_eq!(
        problems,
        [
            (1, "there is no keymap `defualt`; did you mean `default`?"),
            (3, "there is no action `cursr-down`; did you mean `cursor-down`?"),
            (4, "`hyper-x` is not a key"),
            (5, "`g` cannot be an action: `g g` begins with it; unbind that with \"none\" first"),
            (6, "`j j` cannot be reached: `j` is `cursor-down` already; unbind that with \"none\" first"),
            (7, "`F` is bound to nothing in [list], so there is nothing to unbind"),
            (8, "an action is a name in quotes"),
            (10, "there is no context `lits`; did you mean `list`?"),
        ]
        .map(|(line, what)| (line, what.to_owned()))
    );
    assert_eq!(keymap.resolve(&LIST, &keys("E")), action("edit"));
    assert_eq!(keymap.resolve(&LIST, &keys("j")), action("cursor-down"));
}

#[test]
fn a_line_that_is_no_toml_does_not_discard_the_rest() {
    let (keymap, problems) = with("[list]\n\"E\" = \"edit\"\n\"I = \"open\"\n\"E\" = \"open\"\n\"N\" = \"open\"\n");

    assert!(!problems.is_empty() && problems.iter().all(|(line, _)| [3, 4].contains(line)), "{problems:?}");
    assert_eq!(keymap.resolve(&LIST, &keys("E")), action("edit"));
    assert_eq!(keymap.resolve(&LIST, &keys("N")), action("open"));
}

#[test]
fn a_prefix_can_be_freed_for_an_action() {
    let (keymap, problems) = with("[list]\n\"g\" = \"open\"\n\"g g\" = \"none\"\n");

    assert_eq!(problems, []);
    assert_eq!(keymap.resolve(&LIST, &keys("g")), action("open"));
}

#[test]
fn a_refused_binding_leaves_nothing_behind() {
    let (keymap, problems) = with("[list]\n\"j x y\" = \"open\"\n");

    assert_eq!(problems.len(), 1);
    assert_eq!(keymap.bindings(Context::List), Keymap::default().bindings(Context::List));
}

#[test]
fn a_file_chooses_its_preset_and_the_setting_counts_otherwise() {
    let read = |preset, text| Keymap::read(preset, Path::new("keymap.toml"), text).0;
    let palette = keys("alt-x");

    assert_eq!(read("emacs", "").resolve(&LIST, &palette), action("palette"));
    assert_eq!(read("default", "extends = \"emacs\"").resolve(&LIST, &palette), action("palette"));
    assert_eq!(read("emacs", "extends = \"vim\"").resolve(&LIST, &palette), Resolution::Unbound);
}

#[test]
fn a_missing_file_is_no_problem_and_an_unknown_preset_is() {
    let (_, problems) = Keymap::load("vmi", Path::new("/nonexistent/keymap.toml"));

    let what: Vec<&str> = problems.iter().map(|problem| problem.what.as_str()).collect();
    assert_eq!(what, ["there is no keymap `vmi`; did you mean `vim`?"]);
}

#[test]
fn shipped_keymaps_load_without_problems() {
    for (name, text) in PRESETS {
        let (_, problems) = Keymap::read("default", Path::new(name), text);
        assert_eq!(problems, [], "{name}");
        assert!(Keymap::shipped(name).is_some());
    }
    let default = PRESETS[0].1;
    let bound = default.lines().filter(|line| line.starts_with('"')).count();
    let read: usize = Context::ALL.iter().map(|context| Keymap::default().bindings(*context).len()).sum();
    assert_eq!(bound, read, "each line of the default keymap has a key of its own");
}

#[test]
fn every_action_is_bound_or_meant_for_the_palette_alone() {
    let keymap = Keymap::default();
    let all: Vec<Binding> = Context::ALL.iter().flat_map(|context| keymap.bindings(*context)).collect();

    for action in Action::ALL {
        let bound = all.iter().any(|binding| binding.action == *action);
        assert_ne!(bound, Action::PALETTE_ONLY.contains(action), "{action}");
    }
}

#[test]
fn nothing_needs_a_key_that_many_keyboards_lack() {
    for context in Context::ALL {
        let bindings = Keymap::default().bindings(context);
        for Binding { keys, action, .. } in &bindings {
            assert!(!["[", "]", "{", "}", "\\", "@", "~"].contains(&keys.to_string().as_str()), "{keys}");
            let hard = |keys: &Sequence| keys.0.iter().any(|key| key.needs_modifier());
            let twin = bindings.iter().any(|other| other.action == *action && !hard(&other.keys));
            let terminal = ["suspend", "redraw", "interrupt"].contains(&action.name());
            assert!(context.takes_text() || terminal || !hard(keys) || twin, "{keys} in {context:?} has no plain twin");
        }
    }
}

#[test]
fn the_plain_keymap_has_no_single_letters_outside_menus_and_questions() {
    let plain = Keymap::shipped("plain").unwrap();

    for context in [
        Context::Global,
        Context::Entry,
        Context::List,
        Context::Preview,
        Context::Today,
        Context::Share,
        Context::Team,
        Context::Request,
        Context::Feeds,
        Context::Sources,
    ] {
        for binding in plain.bindings(context) {
            let letter = binding.keys.0[0].typed().is_some_and(char::is_alphanumeric);
            assert!(!letter, "{} in {context:?}", binding.keys);
        }
    }
}

#[test]
fn the_page_of_keys_names_every_action() {
    let page = docs();

    for action in Action::ALL {
        assert!(page.contains(&format!("| `{action}` | {} |", action.about())), "{action}");
    }
    assert!(page.contains("| `j` `down` `ctrl-n` | `cursor-down` | Select the next one |"), "{page}");
}

proptest! {
    #[test]
    fn any_file_leaves_a_keymap_that_answers(text in "(\\[(list|global|x)\\]\n)?(\"[a-zé ,-]{0,8}\" = \"?(none|open|q)\"?\n){0,5}.{0,20}") {
        let (keymap, _) = Keymap::read("default", Path::new("keymap.toml"), &text);

        prop_assert_eq!(keymap.resolve(&[Context::Global], &keys("ctrl-c")), action("interrupt"));
    }
}
