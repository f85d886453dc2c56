//! What stands inside some `:::` blocks: the rows of an agenda, the choices of a quiz, the lines of
//! a form. Finds, and never writes: what is written of it, counted or told is for later stages.

pub mod agenda;
pub mod lines;
pub mod quiz;
