//! Values of what is called a password, a token or a key.

use std::ops::Range;

use super::super::source::Source;
use super::assignment::{self, Value};
use super::{Found, ROTATE, name, stand_in, value};

/// What the name says of the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Somebody may have made it up.
    Password,
    /// Drawn by lot.
    Token,
    /// May be any key, of a map or a table too.
    Key,
    /// Follows at once, without a sign between: `Bearer abc`.
    Bearer,
}

pub(super) const WORDS: &[(&str, Word)] = &[
    ("password", Word::Password),
    ("passwd", Word::Password),
    ("passphrase", Word::Password),
    ("passcode", Word::Password),
    ("pwd", Word::Password),
    ("psw", Word::Password),
    ("pass", Word::Password),
    ("identified by", Word::Password),
    // The same in the languages that most people write in.
    ("passwort", Word::Password),
    ("kennwort", Word::Password),
    ("contraseña", Word::Password),
    ("contrasena", Word::Password),
    ("clave", Word::Password),
    ("mot de passe", Word::Password),
    ("mdp", Word::Password),
    ("senha", Word::Password),
    ("palavra-passe", Word::Password),
    ("parola", Word::Password),
    ("wachtwoord", Word::Password),
    ("hasło", Word::Password),
    ("haslo", Word::Password),
    ("пароль", Word::Password),
    ("Пароль", Word::Password),
    ("ПАРОЛЬ", Word::Password),
    ("пароля", Word::Password),
    ("密码", Word::Password),
    ("密碼", Word::Password),
    ("口令", Word::Password),
    ("パスワード", Word::Password),
    ("暗証番号", Word::Password),
    ("비밀번호", Word::Password),
    ("암호", Word::Password),
    ("كلمة السر", Word::Password),
    ("كلمة المرور", Word::Password),
    ("पासवर्ड", Word::Password),
    ("পাসওয়ার্ড", Word::Password),
    ("پاس ورڈ", Word::Password),
    ("kata sandi", Word::Password),
    ("sandi", Word::Password),
    ("şifre", Word::Password),
    ("mật khẩu", Word::Password),
    ("secret", Word::Token),
    ("token", Word::Token),
    ("api_key", Word::Token),
    ("apikey", Word::Token),
    ("api-key", Word::Token),
    ("api key", Word::Token),
    ("api.key", Word::Token),
    ("access_key", Word::Token),
    ("accesskey", Word::Token),
    ("access-key", Word::Token),
    ("access key", Word::Token),
    ("auth", Word::Token),
    ("private_key", Word::Token),
    ("signing_key", Word::Token),
    ("encryption_key", Word::Token),
    ("license_key", Word::Token),
    ("license key", Word::Token),
    ("licensekey", Word::Token),
    ("master_key", Word::Token),
    ("account_key", Word::Token),
    ("credential", Word::Token),
    ("creds", Word::Token),
    ("session", Word::Token),
    ("_salt", Word::Token),
    ("webhook", Word::Token),
    ("schlüssel", Word::Token),
    ("ключ", Word::Token),
    ("密钥", Word::Token),
    ("key", Word::Key),
    ("bearer ", Word::Bearer),
    ("authorization: basic ", Word::Bearer),
];

impl Word {
    /// The value that the name with this word in it is given.
    pub(super) fn find(self, source: &Source<'_>, word: Range<usize>) -> Option<Found> {
        let text = source.text;
        let name = assignment::name(text, &word);
        if name::is_harmless(&text[name.clone()], word.start - name.start..word.end - name.start) {
            return None;
        }
        let is_secret = |value: &Value| self.is_secret(value, &text[value.range.clone()]);
        let value = match self {
            Self::Bearer => Some(assignment::next(text, word.end)).filter(is_secret),
            Self::Password | Self::Token | Self::Key => assignment::values(text, &name).find(is_secret),
        }?;
        let what = self.what(&text[name]);
        Some(Found { id: self.id(), what, range: value.range, advice: ROTATE, is_weak: false })
    }

    fn id(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Token | Self::Key => "assigned",
            Self::Bearer => "bearer",
        }
    }

    fn what(self, name: &str) -> String {
        match self {
            Self::Password | Self::Token | Self::Key => {
                format!("the value of {}", super::super::source::shown(name.trim()))
            }
            Self::Bearer => "a bearer token".to_owned(),
        }
    }

    fn is_secret(self, value: &Value, shown: &str) -> bool {
        let is_drawn = match self {
            Self::Password => value::is_made_up(shown) || value::is_random(shown, if value.is_quoted { 8 } else { 10 }),
            Self::Token if value.is_quoted => value::is_random(shown, 12) || value::is_login(shown),
            Self::Token => value::is_random(shown, 15) || value::is_login(shown),
            Self::Key => value::is_random(shown, 20) && !value::is_uuid(shown),
            Self::Bearer => value::is_random(shown, 16) || value::is_login(shown),
        };
        is_drawn
            && !value::is_example_login(shown)
            && !value::is_named_thing(shown)
            && !stand_in::is_stand_in(shown)
            && !stand_in::is_reference(shown)
    }
}
