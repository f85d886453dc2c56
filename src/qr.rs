//! An address as a QR code: a small bitmap in a `data:` address, its quiet zone around it. As the
//! paths of an SVG it would be ten times as long, on every page of a handbook. And as lines of a
//! terminal.

use fast_qr::{ECL, QRBuilder};

/// A QR code ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// `data:image/bmp;base64,…`, a pixel a module.
    pub image: String,
    /// How many modules it is wide and high, its quiet zone included.
    pub size: usize,
}

/// From this length on fewer spare modules are kept: paper would need a code too fine for a phone.
const LONG: usize = 120;

/// The light modules around a code, without which phones do not see it (ISO/IEC 18004, 9.1).
const QUIET: usize = 4;

/// `None` where the text is longer than a QR code can hold.
pub fn draw(text: &str) -> Option<Qr> {
    let level = if text.len() < LONG { ECL::M } else { ECL::L };
    let code = QRBuilder::new(text).ecl(level).build().ok()?;
    let size = code.size + 2 * QUIET;
    let inside = QUIET..QUIET + code.size;
    let dark = |x: usize, y: usize| {
        inside.contains(&x) && inside.contains(&y) && code[y - QUIET][x - QUIET].value()
    };
    Some(Qr {
        image: format!("data:image/bmp;base64,{}", base64(&bitmap(size, dark))),
        size,
    })
}

/// A QR code as lines for a terminal, two rows of modules a line, each line with its end. `None`
/// where the text is longer than a QR code can hold.
///
/// In colour it is black on white whatever the terminal's own colours are; without, it fits the
/// dark ground that terminals have first.
pub fn lines(text: &str, colour: bool) -> Option<String> {
    let code = QRBuilder::new(text).ecl(ECL::L).build().ok()?;
    let size = code.size + 2 * QUIET;
    let inside = QUIET..QUIET + code.size;
    let light = |x: usize, y: usize| {
        !(inside.contains(&x) && inside.contains(&y) && code[y - QUIET][x - QUIET].value())
    };
    let mut lines = String::new();
    for y in (0..size).step_by(2) {
        let row: String = (0..size)
            .map(|x| match (light(x, y), light(x, y + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            })
            .collect();
        lines += &match colour {
            true => format!("\x1b[97;40m{row}\x1b[0m\n"),
            false => row + "\n",
        };
    }
    Some(lines)
}

/// A bitmap of black and white, a bit a pixel: BITMAPFILEHEADER, BITMAPINFOHEADER, two colours, then
/// the rows from the lowest up, each filled to four bytes.
fn bitmap(size: usize, dark: impl Fn(usize, usize) -> bool) -> Vec<u8> {
    const BEFORE_ROWS: usize = 14 + 40 + 8;
    let row = size.div_ceil(32) * 4;
    let word = |value: usize| (value as u32).to_le_bytes();
    let mut bytes = Vec::with_capacity(BEFORE_ROWS + row * size);
    bytes.extend(b"BM");
    bytes.extend(word(BEFORE_ROWS + row * size));
    bytes.extend(word(0));
    bytes.extend(word(BEFORE_ROWS));
    bytes.extend(word(40));
    bytes.extend(word(size));
    bytes.extend(word(size));
    // One plane, one bit a pixel, not compressed; the sizes that may be left out.
    bytes.extend([1, 0, 1, 0]);
    bytes.extend([0; 16]);
    bytes.extend(word(2));
    bytes.extend(word(0));
    bytes.extend([0xff, 0xff, 0xff, 0, 0, 0, 0, 0]);
    for y in (0..size).rev() {
        let mut bits = vec![0_u8; row];
        for x in (0..size).filter(|&x| dark(x, y)) {
            bits[x / 8] |= 0x80 >> (x % 8);
        }
        bytes.extend(bits);
    }
    bytes
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |index: usize| u32::from(three.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            text.push(match place <= three.len() {
                true => LETTERS[(bits >> (18 - 6 * place) & 63) as usize] as char,
                false => '=',
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bitmap_holds_the_modules_of_the_code_within_a_quiet_zone() {
        let code = QRBuilder::new("https://example.org/")
            .ecl(ECL::M)
            .build()
            .unwrap();
        let size = code.size + 8;
        let dark = |x: usize, y: usize| {
            (4..size - 4).contains(&x) && (4..size - 4).contains(&y) && code[y - 4][x - 4].value()
        };
        let bytes = bitmap(size, dark);
        assert_eq!(bytes.len(), 62 + size.div_ceil(32) * 4 * size);
        let row = size.div_ceil(32) * 4;
        for y in 0..size {
            let bits = &bytes[62 + (size - 1 - y) * row..][..row];
            for x in 0..size {
                let set = bits[x / 8] & (0x80 >> (x % 8)) != 0;
                assert_eq!(set, dark(x, y), "module {x}, {y}");
            }
        }
        let qr = draw("https://example.org/").unwrap();
        assert_eq!(qr.size, size);
        assert_eq!(
            qr.image,
            format!("data:image/bmp;base64,{}", base64(&bytes))
        );
    }

    #[test]
    fn a_terminal_shows_every_module_within_a_quiet_zone() {
        let address = "http://192.168.1.5:4321/";
        let code = QRBuilder::new(address).ecl(ECL::L).build().unwrap();
        let lines = lines(address, false).unwrap();
        let rows: Vec<Vec<char>> = lines.lines().map(|line| line.chars().collect()).collect();
        assert_eq!(rows.len(), (code.size + 8).div_ceil(2));
        for (y, row) in rows.iter().enumerate() {
            assert_eq!(row.len(), code.size + 8);
            for (x, shown) in row.iter().enumerate() {
                for (y, light) in [(2 * y, "█▀"), (2 * y + 1, "█▄")] {
                    let within = (4..code.size + 4).contains(&x) && (4..code.size + 4).contains(&y);
                    let dark = within && code[y - 4][x - 4].value();
                    assert_eq!(light.contains(*shown), !dark, "module {x}, {y}");
                }
            }
        }
        assert_eq!(super::lines(&"a".repeat(4000), true), None);
    }

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn what_no_code_can_hold_has_none() {
        assert_eq!(draw(&"a".repeat(4000)), None);
    }
}
