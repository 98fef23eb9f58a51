//! Passwords whose only sign is the option of the program before them: `curl -u name:password`.

use std::ops::Range;

use super::{Found, ROTATE, stand_in, value};

/// How much of a command is looked at.
const COMMAND: usize = 400;

/// Where a program takes a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    /// `-p x`, `-p=x` and, of one letter, `-px`.
    Behind,
    /// `-px` alone: `-p x` is something else.
    Joined,
    /// `name:x`, with that sign between.
    Login(char),
    /// `pass:x`.
    Prefixed(&'static str),
    /// The argument that comes at this place, counted without options from 1.
    Argument(usize),
}

use Takes::{Argument, Behind, Joined, Login, Prefixed};

/// What tells a command.
type Names = &'static [&'static str];
/// The options that matter, and what they take.
type Options = &'static [(&'static [&'static str], Takes)];

const PROGRAMS: &[(Names, Options)] = &[
    (
        &["curl "],
        &[
            (&["-u", "--user", "-U", "--proxy-user"], Login(':')),
            (&["--pass", "--proxy-pass", "--oauth2-bearer"], Behind),
        ],
    ),
    (&["http ", "https ", "xh ", "xhs "], &[(&["-a", "--auth"], Login(':'))]),
    (
        &["wget ", "aria2c "],
        &[(
            &["--password", "--http-password", "--http-passwd", "--ftp-password", "--ftp-passwd", "--proxy-password"],
            Behind,
        )],
    ),
    (
        &[
            "mysql ",
            "mysqldump ",
            "mysqladmin ",
            "mysqlimport ",
            "mysqlcheck ",
            "mysqlsh ",
            "mycli ",
            "mariadb ",
            "mariadb-dump ",
            "mariadb-admin ",
        ],
        &[(&["-p"], Joined), (&["--password"], Behind)],
    ),
    (&["sshpass "], &[(&["-p"], Behind)]),
    (&["redis-cli ", "valkey-cli ", "keydb-cli "], &[(&["-a", "--pass"], Behind), (&["-u"], Prefixed("redis://:"))]),
    (&[" login "], &[(&["-p", "--password", "-t", "--token", "--apikey", "--api-key"], Behind), (&["-u"], Login(':'))]),
    (
        &["smbclient ", "rpcclient ", "smbget ", "winexe ", "net rpc ", "wmic "],
        &[(&["-U", "--user"], Login('%')), (&["--password"], Behind)],
    ),
    (
        &["ldapsearch ", "ldapadd ", "ldapmodify ", "ldapdelete ", "ldappasswd ", "ldapwhoami ", "ldapcompare "],
        &[(&["-w", "-s"], Behind)],
    ),
    (&["openssl "], &[(&["-passin", "-passout", "-pass"], Prefixed("pass:")), (&["-k"], Behind)]),
    (
        &["keytool ", "jarsigner ", "apksigner "],
        &[(&["-storepass", "-keypass", "-srcstorepass", "-deststorepass", "-new", "--ks-pass", "--key-pass"], Behind)],
    ),
    (&["unzip ", "zip ", "zipcloak ", "funzip "], &[(&["-P", "--password"], Behind)]),
    (&["7z ", "7za ", "7zr ", "7zz ", "rar ", "unrar "], &[(&["-p", "-hp"], Joined)]),
    (
        &["mongo ", "mongosh ", "mongodump ", "mongorestore ", "mongoexport ", "mongoimport ", "mongostat "],
        &[(&["-p", "--password"], Behind)],
    ),
    (&["influx ", "influxd "], &[(&["-password", "--password", "-p", "--token", "-t"], Behind)]),
    (
        &[
            "cqlsh ",
            "clickhouse-client ",
            "clickhouse ",
            "cypher-shell ",
            "arangosh ",
            "beeline ",
            "cbq ",
            "couchbase-cli ",
            "nodetool ",
        ],
        &[(&["-p", "-pw", "--password", "--server.password"], Behind)],
    ),
    (&["sqlcmd ", "bcp ", "osql ", "isql "], &[(&["-P"], Behind)]),
    (&["sqlplus ", "expdp ", "impdp ", "exp ", "imp "], &[(&[""], Login('/'))]),
    (&["psql ", "pg_dump ", "pg_restore ", "createdb "], &[(&["--password"], Behind)]),
    (&["htpasswd "], &[(&["-b", "-bc", "-cb", "-nb", "-nbB", "-Bbn", "-bB", "-cbB", "-bnBC"], Argument(0))]),
    (&["net use ", "net user "], &[(&[""], Argument(2))]),
    (&["wpa_passphrase ", "add_user ", "change_password "], &[(&[""], Argument(2))]),
    (
        &[
            "rclone obscure ",
            "ngrok authtoken ",
            "add-authtoken ",
            "cargo login ",
            "vault login ",
            "wandb login ",
            "snyk auth ",
            "bw unlock ",
        ],
        &[(&[""], Argument(1))],
    ),
    (
        &["rclone "],
        &[(
            &[
                "pass",
                "password",
                "pass=",
                "--password-command",
                "--sftp-pass",
                "--webdav-pass",
                "--ftp-pass",
                "--rc-pass",
            ],
            Behind,
        )],
    ),
    (&["lftp ", "ncftp ", "ncftpput ", "ncftpget "], &[(&["-u"], Login(',')), (&["-p"], Behind)]),
    (&["xfreerdp ", "wfreerdp ", "mstsc "], &[(&["/p"], Prefixed(":")), (&["/p:"], Joined)]),
    (&["rdesktop ", "vncviewer ", "x11vnc ", "evil-winrm ", "crackmapexec ", "nxc "], &[(&["-p", "-passwd"], Behind)]),
    (
        &["ipmitool ", "snmpwalk ", "snmpget ", "mosquitto_pub ", "mosquitto_sub ", "racadm "],
        &[(&["-P", "-A", "-X", "-p"], Behind)],
    ),
    (&["swaks "], &[(&["-ap", "--auth-password"], Behind)]),
    (&["sendemail ", "sendEmail "], &[(&["-xp"], Behind)]),
    (
        &["gpg ", "gpg2 ", "ssh-keygen ", "qpdf ", "pdftk ", "cryptsetup "],
        &[(&["--passphrase", "-N", "-P", "--password", "user_pw", "owner_pw", "input_pw"], Behind)],
    ),
    (&["nmcli ", "iwctl ", "netsh "], &[(&["password", "--passphrase", "wifi-sec.psk"], Behind)]),
    (&["plink ", "pscp ", "psftp ", "putty ", "winscp "], &[(&["-pw", "/password="], Behind)]),
    (
        &["psexec ", "cmdkey ", "runas ", "schtasks "],
        &[(&["-p", "/p", "/RP"], Behind), (&["/pass:", "/password:"], Joined)],
    ),
    (&["twine upload ", "docker-registry ", "helm repo add "], &[(&["-p", "--password", "--docker-password"], Behind)]),
    (&["svn ", "hg ", "cvs ", "p4 ", "tf "], &[(&["--password", "-P"], Behind)]),
    (&["useradd ", "usermod ", "adduser "], &[(&["-p", "--password"], Behind)]),
    (
        &["doctl ", "consul ", "nomad ", "kubectl ", "kubeadm "],
        &[(&["-t", "-token", "--token", "--access-token", "--password"], Behind)],
    ),
];

/// A word of a command, without the quotation marks around it.
struct Word {
    range: Range<usize>,
}

/// The marks of commands, and which program each tells.
pub(super) fn marks() -> impl Iterator<Item = (&'static str, usize)> {
    PROGRAMS.iter().enumerate().flat_map(|(index, (names, _))| names.iter().map(move |name| (*name, index)))
}

/// The passwords that a command takes whose mark is here.
pub(super) fn find(text: &str, mark: Range<usize>, program: usize) -> Vec<Found> {
    let is_word = text[mark.clone()].starts_with(' ')
        || !text[..mark.start].ends_with(|c: char| c.is_alphanumeric() || "_-".contains(c));
    if !is_word {
        return Vec::new();
    }
    let words = words(text, mark.end);
    let (_, options) = PROGRAMS[program];
    let taken = options.iter().flat_map(|(names, takes)| names.iter().flat_map(|name| takes.of(text, &words, name)));
    let is_one = |range: &Range<usize>| is_password(&text[range.clone()]);
    taken.filter(is_one).map(found).collect()
}

fn found(range: Range<usize>) -> Found {
    Found { id: "argument", what: "a password given to a command".to_owned(), range, advice: ROTATE, is_weak: false }
}

impl Takes {
    /// What an option is given, wherever it stands in a command.
    fn of(self, text: &str, words: &[Word], option: &str) -> Vec<Range<usize>> {
        if let Argument(place) = self {
            return argument(text, words, option, place).into_iter().collect();
        }
        let given = |index: usize| self.given(text, words, option, index);
        (0..words.len()).filter_map(given).collect()
    }

    fn given(self, text: &str, words: &[Word], option: &str, index: usize) -> Option<Range<usize>> {
        let own = words[index].range.clone();
        let word = &text[own.clone()];
        let joined = word.strip_prefix(option).filter(|rest| !rest.is_empty());
        let joined = joined.map(|rest| unquoted(text, own.end - rest.trim_start_matches('=').len()..own.end));
        let is_short = option.len() == 2 && !word.starts_with("--");
        let is_equal = word.strip_prefix(option).is_some_and(|rest| rest.starts_with('='));
        let value = match self {
            Joined => return joined.filter(|_| !word.starts_with("--")),
            _ if option.is_empty() => own,
            _ if word == option => words.get(index + 1)?.range.clone(),
            _ if is_equal || is_short => joined?,
            _ => return None,
        };
        let said = &text[value.clone()];
        let behind = |sign: usize| value.start + sign..value.end;
        match self {
            Login(sign) => said.find(sign).map(|at| behind(at + sign.len_utf8())).map(|it| self.bare(text, it)),
            Prefixed(prefix) => said.starts_with(prefix).then(|| behind(prefix.len())),
            Behind | Joined | Argument(_) => Some(value).filter(|_| !said.starts_with('-')),
        }
    }

    /// A password of a database ends where the name of that begins.
    fn bare(self, text: &str, range: Range<usize>) -> Range<usize> {
        let length = if self == Login('/') { text[range.clone()].find('@') } else { None };
        range.start..length.map_or(range.end, |length| range.start + length)
    }
}

/// The argument at a place, 0 for the last, if the option is among the words.
fn argument(text: &str, words: &[Word], option: &str, place: usize) -> Option<Range<usize>> {
    let is_asked = option.is_empty() || words.iter().any(|word| text[word.range.clone()] == *option);
    let is_plain = |word: &str| !(word.starts_with('-') || word.starts_with('/') && word.contains(':'));
    let mut plain = words.iter().map(|word| word.range.clone()).filter(|range| is_plain(&text[range.clone()]));
    let found = if place == 0 { plain.next_back() } else { plain.nth(place - 1) };
    found.filter(|_| is_asked)
}

/// The words of the command that goes on here, up to its end.
fn words(text: &str, from: usize) -> Vec<Word> {
    let to = text.floor_char_boundary(text.len().min(from + COMMAND));
    let mut words = Vec::new();
    let mut at = from;
    while at < to {
        let rest = &text[at..to];
        let c = rest.chars().next().unwrap_or('\n');
        let is_fold = rest.starts_with("\\\n") || rest.starts_with("^\n") || rest.starts_with("`\n");
        match c {
            _ if is_fold => at += 2,
            ' ' | '\t' => at += 1,
            '&' if !rest.starts_with("&&") && !rest[1..].starts_with(' ') => at = push(text, rest, at, &mut words),
            '\n' | '|' | ';' | '&' | '`' | '>' | '#' => break,
            _ => at = push(text, rest, at, &mut words),
        }
    }
    super::effort::add(at - from);
    words
}

fn push(text: &str, rest: &str, at: usize, words: &mut Vec<Word>) -> usize {
    let end = at + word_length(rest);
    words.push(Word { range: unquoted(text, at..end) });
    end
}

/// Up to the blank or end of the command that stands between no quotation marks.
fn word_length(rest: &str) -> usize {
    let mut open = None;
    for (at, c) in rest.char_indices() {
        let ends = c.is_whitespace() || "|;`".contains(c);
        match open {
            Some(quote) if c == quote => open = None,
            Some(_) if c == '\n' => return at,
            None if c == '"' || c == '\'' => open = Some(c),
            None if ends => return at.max(1),
            Some(_) | None => {}
        }
    }
    rest.len()
}

fn unquoted(text: &str, range: Range<usize>) -> Range<usize> {
    let word = &text[range.clone()];
    let quote = word.chars().next().filter(|c| "\"'".contains(*c) && word.len() > 1 && word.ends_with(*c));
    if quote.is_some() { range.start + 1..range.end - 1 } else { range }
}

/// Whether an argument is a password that somebody uses.
fn is_password(word: &str) -> bool {
    let lower = word.to_lowercase();
    let is_number = word.len() < 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_place = word.contains("://") || word.starts_with(['/', '.', '~', '@', ':', '\\']) || lower.contains('=');
    let is_blank = word.is_empty() || word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let is_varied = word.contains(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation()) || word.len() >= 10;
    word.len() >= 6
        && is_varied
        && !is_number
        && !is_place
        && !is_blank
        && !word.contains(char::is_whitespace)
        && !value::is_named_thing(word)
        && !super::login::is_common(&lower)
        && !stand_in::is_stand_in(word)
        && !stand_in::is_reference(word)
}
