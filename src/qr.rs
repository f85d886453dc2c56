//! An address as a QR code: the data of an SVG path, a module a unit, without the quiet zone.

use fast_qr::{ECL, QRBuilder};

/// A QR code ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// `M0 0h7v1h-7z…`: a stroke for each run of dark modules in a row.
    pub path: String,
    /// How many modules it is wide and high.
    pub size: usize,
}

/// From this length on fewer spare modules are kept: paper would need a code too fine for a phone.
const LONG: usize = 120;

/// `None` where the text is longer than a QR code can hold.
pub fn draw(text: &str) -> Option<Qr> {
    let level = if text.len() < LONG { ECL::M } else { ECL::L };
    let code = QRBuilder::new(text).ecl(level).build().ok()?;
    let mut path = String::with_capacity(code.size * 64);
    for y in 0..code.size {
        let row = &code[y];
        let mut x = 0;
        while x < code.size {
            let dark = row[x].value();
            let run = row[x..].iter().take_while(|module| module.value() == dark);
            let run = run.count();
            if dark {
                path.push_str(&format!("M{x} {y}h{run}v1h-{run}z"));
            }
            x += run;
        }
    }
    path.shrink_to_fit();
    Some(Qr {
        path,
        size: code.size,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The modules a path covers, by row.
    fn covered(qr: &Qr) -> Vec<Vec<bool>> {
        let mut rows = vec![vec![false; qr.size]; qr.size];
        for stroke in qr.path.split_terminator('z') {
            let (start, rest) = stroke.strip_prefix('M').unwrap().split_once('h').unwrap();
            let (x, y) = start.split_once(' ').unwrap();
            let (run, back) = rest.split_once("v1h-").unwrap();
            assert_eq!(run, back);
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            for module in &mut rows[y][x..x + run.parse::<usize>().unwrap()] {
                assert!(!*module, "drawn twice");
                *module = true;
            }
        }
        rows
    }

    #[test]
    fn the_path_draws_the_modules_of_the_code() {
        let short = "https://example.org/hand%20book/zh/cases/a.html";
        let long = format!("{short}?{}", "%E7%A4%BE".repeat(20));
        for (text, level) in [(short, ECL::M), (long.as_str(), ECL::L)] {
            let qr = draw(text).unwrap();
            let code = QRBuilder::new(text).ecl(level).build().unwrap();
            assert_eq!(qr.size, code.size);
            let rows = covered(&qr);
            for (y, row) in rows.iter().enumerate() {
                let expected: Vec<bool> = code[y].iter().map(|module| module.value()).collect();
                assert_eq!(*row, expected, "row {y} of {text}");
            }
            // The upper edge of the first finder pattern.
            assert!(qr.path.starts_with("M0 0h7v1h-7z"));
        }
    }

    #[test]
    fn what_no_code_can_hold_has_none() {
        assert_eq!(draw(&"a".repeat(4000)), None);
    }
}
