//! Passwords that open a film.

use crate::error::{Error, Result};

/// Characters of a password: PeerTube's limits, as its checks have them.
pub const SHORTEST: usize = 2;
pub const LONGEST: usize = 99;

/// Passwords of one film. PeerTube has no bound; whoever comes has theirs compared with each.
pub const MOST: usize = 100;

/// A password that can be shown: not too short, not too long, of one line. Spaces at its ends would be lost on the
/// way, in a header as in a field.
pub fn check(password: &str) -> Result<()> {
    let is_good = (SHORTEST..=LONGEST).contains(&password.chars().count());
    if is_good && !password.chars().any(char::is_control) && password.trim() == password {
        Ok(())
    } else {
        Err(Error::invalid("error-film-password-length"))
    }
}

/// Passwords that together protect a film: at least one, each once.
pub fn check_all(passwords: &[String]) -> Result<()> {
    if passwords.is_empty() {
        return Err(Error::invalid("error-film-password-none"));
    }
    if passwords.len() > MOST {
        return Err(Error::invalid("error-film-password-many").with("maximum", MOST));
    }
    passwords.iter().try_for_each(|password| check(password))?;
    let is_twice = |(place, password): (usize, &String)| passwords[..place].contains(password);
    if passwords.iter().enumerate().any(is_twice) {
        return Err(Error::invalid("error-film-password-twice"));
    }
    Ok(())
}

/// Passwords as they are typed into a field: one a line.
pub fn typed(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_bounded_and_each_stands_once() {
        let all = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        assert!(check_all(&all(&["lucarne", "été"])).is_ok());
        assert!(check_all(&all(&[&"é".repeat(LONGEST)])).is_ok());
        for wrong in [
            vec![],
            all(&["a"]),
            all(&[""]),
            all(&["ab", "ab"]),
            all(&["a\u{7}b"]),
            all(&[" ab"]),
            all(&[&"x".repeat(LONGEST + 1)]),
            (0..=MOST).map(|number| format!("password {number}")).collect(),
        ] {
            assert!(check_all(&wrong).is_err(), "{wrong:?}");
        }
        assert_eq!(typed(" lucarne \r\n\n toit"), ["lucarne", "toit"]);
    }
}
