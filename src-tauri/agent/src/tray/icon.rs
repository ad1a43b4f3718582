//! The tray's five icons, drawn here from a few shapes so that no icon theme has to have them. Told apart by outline
//! alone; the colour only repeats it. Coordinates are those of the 22 px grid of the design.

use super::menu::Shape;

/// The sizes that panels use, plain and doubled.
pub(crate) const SIZES: [u16; 2] = [22, 44];
/// The grid that the shapes are drawn on.
const GRID: f64 = 22.0;
/// Samples along each side of a pixel.
const SAMPLES: u16 = 4;

/// A square picture, ARGB in network order.
pub(crate) fn argb(shape: Shape, size: u16) -> Vec<u8> {
    let [red, green, blue] = colour(shape);
    coverage(shape, size).into_iter().flat_map(|alpha| [alpha, red, green, blue]).collect()
}

/// Readable on light and on dark panels.
fn colour(shape: Shape) -> [u8; 3] {
    match shape {
        Shape::Fine => [0x2f, 0x95, 0xa1],
        Shape::Working => [0x3d, 0x8b, 0xe0],
        Shape::Attention => [0xe0, 0x82, 0x14],
        Shape::Paused => [0x8a, 0x93, 0x99],
        Shape::Practice => [0x9a, 0x6f, 0xd0],
    }
}

/// How much of each pixel the shape covers, row by row.
pub(crate) fn coverage(shape: Shape, size: u16) -> Vec<u8> {
    let pixels = (0..size).flat_map(|row| (0..size).map(move |column| (column, row)));
    pixels.map(|(column, row)| pixel(shape, size, column, row)).collect()
}

fn pixel(shape: Shape, size: u16, column: u16, row: u16) -> u8 {
    let step = |whole: u16, part: u16| {
        (f64::from(whole) + (f64::from(part) + 0.5) / f64::from(SAMPLES)) * GRID / f64::from(size)
    };
    let samples = (0..SAMPLES).flat_map(|y| (0..SAMPLES).map(move |x| (x, y)));
    let inside = samples.filter(|(x, y)| covers(shape, step(column, *x), step(row, *y))).count();
    u8::try_from(inside * 255 / usize::from(SAMPLES * SAMPLES)).unwrap_or(u8::MAX)
}

fn covers(shape: Shape, x: f64, y: f64) -> bool {
    match shape {
        Shape::Fine => posts(x, y) || within(x, y, [7.0, 4.0, 15.0, 11.0]) || wave(x, y, 15.5),
        Shape::Working => posts(x, y) || arrow(x, y) || wave(x, y, 17.0),
        Shape::Attention => {
            triangle(x, y) && !within(x, y, [9.9, 7.5, 12.1, 13.0]) && !within(x, y, [9.9, 14.8, 12.1, 17.0])
        }
        Shape::Paused => within(x, y, [4.9, 2.0, 9.1, 20.0]) || within(x, y, [12.9, 2.0, 17.1, 20.0]),
        Shape::Practice => dashes(x, y) || within(x, y, [8.0, 6.0, 14.0, 11.0]) || wave(x, y, 15.0),
    }
}

/// In a rectangle of left, top, right, bottom.
fn within(x: f64, y: f64, [left, top, right, bottom]: [f64; 4]) -> bool {
    (left..right).contains(&x) && (top..bottom).contains(&y)
}

/// The gate's two posts.
fn posts(x: f64, y: f64) -> bool {
    within(x, y, [3.0, 2.0, 5.0, 20.0]) || within(x, y, [17.0, 2.0, 19.0, 20.0])
}

/// The tide between the posts.
fn wave(x: f64, y: f64, level: f64) -> bool {
    let middle = level - ((x - 6.5) / 9.0 * std::f64::consts::TAU).sin();
    (6.5..15.5).contains(&x) && (y - middle).abs() < 1.2
}

/// The gate under way: an arrow up.
fn arrow(x: f64, y: f64) -> bool {
    let head = (3.5..9.0).contains(&y) && (x - 11.0).abs() < (y - 3.5) * 4.5 / 5.5;
    head || within(x, y, [9.3, 9.0, 12.7, 13.0])
}

fn triangle(x: f64, y: f64) -> bool {
    (2.0..20.0).contains(&y) && (x - 11.0).abs() < (y - 1.0) * 9.5 / 18.0
}

/// A dashed frame: the gate is only drawn.
fn dashes(x: f64, y: f64) -> bool {
    let frame = within(x, y, [2.0, 2.0, 20.0, 20.0]) && !within(x, y, [3.8, 3.8, 18.2, 18.2]);
    let along = if (3.8..18.2).contains(&y) { y } else { x };
    frame && (along - 2.0).rem_euclid(5.0) < 3.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Shape; 5] = [Shape::Fine, Shape::Working, Shape::Attention, Shape::Paused, Shape::Practice];

    #[test]
    fn the_five_differ_in_shape_and_not_only_in_colour() {
        for size in SIZES {
            let pixels = usize::from(size) * usize::from(size);
            for (index, one) in ALL.into_iter().enumerate() {
                for other in &ALL[index + 1..] {
                    let (one_is, other_is) = (coverage(one, size), coverage(*other, size));
                    let differ = one_is.iter().zip(&other_is).filter(|(a, b)| a.abs_diff(**b) > 127).count();
                    assert!(
                        differ * 100 > pixels * 5,
                        "{one:?} and {other:?} differ in {differ} of {pixels}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_picture_is_argb_and_leaves_room_around_the_shape() {
        for shape in ALL {
            let picture = argb(shape, 22);
            assert_eq!(picture.len(), 22 * 22 * 4);
            assert_eq!(picture[0], 0, "the corner is clear");
            let opaque = picture.chunks(4).filter(|pixel| pixel[0] == 255).count();
            assert!((40..300).contains(&opaque), "{shape:?} fills {opaque} pixels");
            assert_eq!(picture[1..4], colour(shape));
        }
    }

    #[test]
    fn the_gate_looks_like_a_gate() {
        let rows: Vec<String> = coverage(Shape::Fine, 22)
            .chunks(22)
            .map(|row| row.iter().map(|alpha| if *alpha > 127 { '#' } else { '.' }).collect())
            .collect();
        assert_eq!(rows[1], "......................");
        assert_eq!(rows[3], "...##............##...", "two posts");
        assert_eq!(rows[5], "...##..########..##...", "the gate between them");
        assert_ne!(rows[15], rows[3], "the tide under it");
    }
}
