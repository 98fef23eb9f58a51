//! PDF and EPUB as pages: read in a process of its own, whatever is in them.

use std::io::{Cursor, Write as _};

use zip::write::{SimpleFileOptions, ZipWriter};

use crate::support::{PageServer, Reply, Sandbox};

/// A PDF of these objects, numbered from 1; the first is the catalogue.
fn pdf(objects: &[&str], trailer: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        write!(file, "{} 0 obj\n{object}\nendobj\n", at + 1).unwrap();
    }
    let (xref, size) = (file.len(), objects.len() + 1);
    write!(file, "xref\n0 {size}\n0000000000 65535 f \n").unwrap();
    offsets.iter().for_each(|offset| writeln!(file, "{offset:010} 00000 n ").unwrap());
    write!(file, "trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{xref}\n%%EOF\n").unwrap();
    file
}

fn stream(content: &str) -> String {
    format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// A PDF of one page that draws this.
fn page(content: &str, trailer: &str) -> Vec<u8> {
    pdf(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            &stream(content),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            "<< /Title (On *Tea*) /Author (Ada) >>",
        ],
        &format!("/Info 6 0 R {trailer}"),
    )
}

const COLUMNS: &str = "BT /F1 12 Tf 50 700 Td (The first column is about leaves and about wa-) Tj 0 -14 Td (ter, which <b>boils</b>.) Tj ET \
    BT /F1 12 Tf 350 700 Td (The second column is about milk.) Tj ET";

fn epub(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    archive.start_file("mimetype", stored).unwrap();
    archive.write_all(b"application/epub+zip").unwrap();
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const CONTAINER: &[u8] = b"<?xml version='1.0'?><container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'>\
    <rootfiles><rootfile full-path='OEBPS/book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>";
const PACKAGE: &str = "<?xml version='1.0'?><package xmlns='http://www.idpf.org/2007/opf' version='3.0'>\
    <metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>Tea &amp; Milk</dc:title><dc:creator>Ada</dc:creator>\
    <dc:language>en</dc:language></metadata><manifest><item id='b' href='two.xhtml'/><item id='a' href='text/one%20a.xhtml'/></manifest>\
    <spine><itemref idref='a'/><itemref idref='b'/></spine></package>";

fn book(package: &str, two: &[u8]) -> Vec<u8> {
    let one =
        b"<html><head><title>Leaves</title></head><body><p>Leaves of <i>tea</i>, see <a href='../two.xhtml'>milk</a>.\
        <img src='http://tracker.example/x.png'/></p></body></html>";
    epub(&[
        ("META-INF/container.xml", CONTAINER),
        ("OEBPS/book.opf", package.as_bytes()),
        ("OEBPS/two.xhtml", two),
        ("OEBPS/text/one a.xhtml", one),
    ])
}

const TWO: &[u8] = b"<html><body><h1>Of milk</h1><p>It goes in afterwards.</p></body></html>";

/// Keeps a bookmark of a file; what is said of it, and the text that is kept.
fn kept(kind: &str, file: Vec<u8>) -> (Sandbox, String, String) {
    let (sandbox, kind) = (Sandbox::new(), kind.to_owned());
    let server = PageServer::start(move |_| Reply::page(&kind, &file));
    let ran = sandbox.riffle(&["bookmark", &server.url("/a.pdf")]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let pages = sandbox.files().into_iter().filter(|(path, _)| path.starts_with("pages/"));
    let text = pages.map(|(_, text)| String::from_utf8_lossy(&text).into_owned()).collect();
    assert!(sandbox.git(&["status", "--porcelain"]).out.is_empty());
    (sandbox, ran.err, text)
}

/// Why a file has no text.
fn refused(kind: &str, file: Vec<u8>) -> String {
    let (sandbox, said, _) = kept(kind, file);
    assert_eq!(sandbox.riffle(&["list", "kind:bookmark", "--path"]).out.lines().count(), 1, "the bookmark stays");
    said
}

#[test]
fn a_pdf_is_read_column_by_column_and_found_by_its_words() {
    let (sandbox, _, text) = kept("application/pdf", page(COLUMNS, ""));

    let (first, second) = (text.find("about water").unwrap(), text.find("second column").unwrap());
    assert!(first < second, "{text}");
    assert!(text.contains("On *Tea*") && text.contains("author: Ada\n"), "{text}");
    assert!(text.contains("which \\<b>boils"), "{text}");
    assert_eq!(sandbox.riffle(&["search", "leaves", "--path"]).out.lines().count(), 1);
}

#[test]
fn a_server_that_does_not_say_what_it_gives_is_believed_by_the_name() {
    let (_, _, text) = kept("application/octet-stream", page(COLUMNS, ""));

    assert!(text.contains("second column"), "{text}");
}

#[test]
fn what_a_pdf_cannot_give_is_one_line_and_the_bookmark_stays() {
    let zeros = "0".repeat(64);
    let locked = format!("/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{zeros}> /U <{zeros}> >> /ID [<00> <00>]");
    let looped = pdf(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 1 /Parent 2 0 R >>",
            "<< /Type /Page /Parent 2 0 R >>",
        ],
        "",
    );
    let whole = page(COLUMNS, "");

    for (file, why) in [
        (page(COLUMNS, &locked), "password"),
        (page("0 0 m 1 1 l S", ""), "no text"),
        (whole[..whole.len() / 2].to_vec(), "cannot be read"),
        (looped, "damaged"),
    ] {
        let said = refused("application/pdf", file);
        assert!(said.contains("this PDF cannot be read: ") && said.contains(why), "{why}: {said}");
    }
}

#[test]
fn an_epub_is_read_chapter_by_chapter_and_nothing_in_it_is_fetched() {
    let (_, _, text) = kept("application/epub+zip", book(PACKAGE, TWO));

    assert!(text.contains("title: Tea & Milk\n"), "{text}");
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
    assert!(at("## Leaves") < at("Leaves of *tea*, see milk.") && at("see milk") < at("# Of milk"), "{text}");
    assert!(!text.contains("tracker"), "{text}");
}

#[test]
fn a_hostile_epub_is_one_line() {
    let bomb = vec![b' '; 65_000_000];
    let climbs = PACKAGE.replace("two.xhtml", "../../../etc/passwd");
    let entities = PACKAGE.replacen("<package", "<!DOCTYPE p [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><package", 1);

    for (file, why) in [
        (book(PACKAGE, &bomb), "unpacks to more than 64 MB"),
        (book(&climbs, TWO), "outside of it"),
        (book(&entities, TWO), "words of its own"),
        (book(&PACKAGE.replace("two.xhtml", "gone.xhtml"), TWO), "lacks OEBPS/gone.xhtml"),
        (epub(&[]), "lacks META-INF/container.xml"),
    ] {
        let said = refused("application/epub+zip", file);
        assert!(said.contains("this EPUB cannot be read: ") && said.contains(why), "{why}: {said}");
    }
}
