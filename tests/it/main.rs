//! Tests named by situation.

mod media;
