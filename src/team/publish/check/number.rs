//! Numbers that are a person's: phone numbers, bank accounts, cards. What has check digits is checked by them.

/// Numbers that the makers of software and banks publish to try things with.
const EXAMPLES: &[&str] = &[
    "4111111111111111",
    "4242424242424242",
    "4012888888881881",
    "4000056655665556",
    "5555555555554444",
    "5105105105105100",
    "5200828282828210",
    "2223003122003222",
    "378282246310005",
    "371449635398431",
    "6011111111111117",
    "6011000990139424",
    "3530111333300000",
    "3566002020360505",
    "30569309025904",
    "38520000023237",
    "4000000000000002",
    "4000002500003155",
    "DE89370400440532013000",
    "GB29NWBK60161331926819",
    "GB82WEST12345698765432",
    "GB33BUKB20201555555555",
    "FR1420041010050500013M02606",
    "NL91ABNA0417164300",
    "CH9300762011623852957",
    "ES9121000418450200051332",
    "BE68539007547034",
    "AT611904300234573201",
    "IT60X0542811101000000123456",
    "NL02ABNA0123456789",
];

/// Lengths of account numbers, by country.
const IBANS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GI", 23),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IS", 26),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("RS", 22),
    ("SA", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("TR", 26),
    ("UA", 29),
    ("BR", 29),
];

fn is_example(number: &str) -> bool {
    EXAMPLES.contains(&number)
}

/// Whether letters and digits without blanks are the number of a bank account.
pub(super) fn is_iban(number: &str) -> bool {
    let is_long = number.get(..2).is_some_and(|country| IBANS.contains(&(country, number.len())));
    let rotated = |number: &str| number.bytes().cycle().skip(4).take(number.len()).collect::<Vec<u8>>();
    let step = |rest: u32, byte: u8| match byte {
        b'0'..=b'9' => Some((rest * 10 + u32::from(byte - b'0')) % 97),
        b'A'..=b'Z' => Some((rest * 100 + u32::from(byte - b'A') + 10) % 97),
        _ => None,
    };
    is_long && rotated(number).into_iter().try_fold(0, step) == Some(1) && !is_example(number)
}

/// Whether digits are the number of a card.
pub(super) fn is_card(digits: &str) -> bool {
    let start = |count: usize| digits.get(..count).and_then(|start| start.parse::<u32>().ok()).unwrap_or(0);
    let is_of_maker = match digits.len() {
        14 => matches!(start(2), 36 | 38) || matches!(start(3), 300..=305),
        15 => matches!(start(2), 34 | 37),
        16 => {
            start(1) == 4
                || matches!(start(2), 51..=55 | 35 | 62 | 65)
                || matches!(start(4), 2221..=2720 | 6011)
                || matches!(start(3), 644..=649)
        }
        _ => false,
    };
    is_of_maker && luhn(digits) && !is_example(digits)
}

fn luhn(digits: &str) -> bool {
    let doubled = |(place, digit): (usize, u32)| match place % 2 {
        0 => digit,
        _ => digit * 2 / 10 + digit * 2 % 10,
    };
    digits.chars().rev().filter_map(|c| c.to_digit(10)).enumerate().map(doubled).sum::<u32>() % 10 == 0
}

/// Whether a run of digits and what is put between them is a phone number that somebody may answer.
pub(super) fn is_phone(run: &str) -> bool {
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    let is_varied = digits.as_bytes().chunk_by(|one, other| one == other).all(|same| same.len() < 6)
        && !digits.contains("12345")
        && !digits.contains("5550");
    is_varied && (is_international(run, &digits) || is_local(run, &digits))
}

/// `+49 30 …`, `0049 30 …`; with the code of a country and as many digits as any country has.
fn is_international(run: &str, digits: &str) -> bool {
    let own = match run.trim_start_matches('(').strip_prefix('+') {
        Some(_) => digits,
        None if digits.starts_with("00") && run.contains([' ', '-', '/']) => &digits[2..],
        None => return false,
    };
    (9..=15).contains(&own.len()) && !own.starts_with('0') && !is_invented(own)
}

/// Numbers that are set aside for films and books.
fn is_invented(digits: &str) -> bool {
    digits.starts_with('1') && digits.get(4..7) == Some("555") && digits.get(7..9) == Some("01")
        || digits.starts_with("44207946")
        || digits.starts_with("447700900")
}

/// Forms of single countries that are unlike dates and versions.
fn is_local(run: &str, digits: &str) -> bool {
    let groups: Vec<&str> = run.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let american = matches!(lengths.as_slice(), [3, 3, 4])
        && groups[0] >= "200"
        && groups[1] >= "200"
        && groups[1] != "555"
        && !run.contains(['.', '/']);
    let french =
        lengths == [2; 5] && digits.starts_with('0') && !digits.starts_with("00") && !run.contains(['-', '/', '(']);
    let area = groups
        .first()
        .is_some_and(|area| area.starts_with('0') && !area.starts_with("00") && (3..=5).contains(&area.len()));
    let german = area
        && (9..=12).contains(&digits.len())
        && (2..=5).contains(&groups.len())
        && run.contains(['/', ' ', '-'])
        && !run.contains('.')
        && !digits.starts_with("0207946");
    american || french || german
}
