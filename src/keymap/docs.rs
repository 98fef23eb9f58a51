//! `docs/keys.md`, written from the default keymap and the table of actions.

use std::fmt::Write as _;

use super::{Action, Context, Keymap, PRESETS, Sequence};

const HEAD: &str = "\
# Keys

This page is written from `keymaps/default.toml` and the table of actions in `src/keymap/action.rs`; change those.

`?` in Riffle lists the keys of the screen you are on, with your own bindings. `:` finds every command by name. Where
nothing is being typed, keys of a sequence wait for each other as long as you like; what may follow is shown, and Esc
cancels.
";

const FILES: &str = "
## Your own keys

Write what should differ into `keymap.toml` in the configuration folder. It is laid over the keymap that `extends`
names (else the one of `config.toml`); `\"none\"` takes a key away, with all that begins with it. A wrong line is
reported with its number and skipped.

```toml
extends = \"vim\"

[global]
\", s\" = \"sync\"
\"c\"   = \"none\"
```

";

/// The text of `docs/keys.md`.
pub fn docs() -> String {
    let keymap = Keymap::default();
    let mut text = HEAD.to_owned();
    for context in Context::ALL {
        text.push_str(&format_context(&keymap, context));
    }
    text.push_str(FILES);
    let presets: Vec<String> = PRESETS.iter().map(|(name, _)| format!("`{name}`")).collect();
    let contexts: Vec<String> = Context::ALL.iter().map(|context| format!("`{}`", context.name())).collect();
    line(&mut text, format_args!("Shipped keymaps: {}.\nTables: {}.\n", presets.join(", "), contexts.join(", ")));
    text.push_str("\n## Actions\n\n| action | what it does |\n|---|---|\n");
    for action in Action::ALL {
        line(&mut text, format_args!("| `{action}` | {} |\n", action.about()));
    }
    text
}

fn format_context(keymap: &Keymap, context: Context) -> String {
    let mut rows: Vec<(Action, Vec<Sequence>)> = Vec::new();
    for binding in keymap.bindings(context) {
        match rows.iter_mut().find(|(action, _)| *action == binding.action) {
            Some((_, keys)) => keys.push(binding.keys),
            None => rows.push((binding.action, vec![binding.keys])),
        }
    }
    let mut text = format!("\n## {} (`[{}]`)\n\n| keys | action | |\n|---|---|---|\n", context.about(), context.name());
    for (action, keys) in rows {
        let keys: Vec<String> = keys.iter().map(|keys| format!("`{keys}`")).collect();
        line(&mut text, format_args!("| {} | `{action}` | {} |\n", keys.join(" "), action.about()));
    }
    text
}

fn line(text: &mut String, args: std::fmt::Arguments<'_>) {
    text.write_fmt(args).expect("a string takes all that is written");
}
