//! factiva
