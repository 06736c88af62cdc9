//! The whole grammar, on stories made for it.
