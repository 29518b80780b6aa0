//! Rows of jobs: pushed with the change that needs them, claimed with the stamp of this start of the program.

use rusqlite::{OptionalExtension, params};

use super::{Read, Tx};
use crate::domain::job::{Job, Lane, STARTS, back_off_seconds};
use crate::domain::moment::Moment;
use crate::error::Result;

/// A job that has been claimed.
#[derive(Clone, Debug)]
pub struct Claimed {
    pub id: i64,
    pub job: Job,
    /// How often it has been tried, this time included.
    pub attempt: i64,
}

/// A job that gave up, for the administrator.
#[derive(Clone, Debug)]
pub struct Parked {
    pub id: i64,
    pub job: Job,
    pub problem: String,
    pub created_at: Moment,
    pub attempts: i64,
}

/// Where a job stands, for the administrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Running,
    Waiting,
    /// It waits for its moment.
    Delayed,
    Parked,
}

#[derive(Clone, Debug)]
pub struct Listed {
    pub id: i64,
    pub job: Job,
    pub phase: Phase,
    pub problem: Option<String>,
    pub created_at: Moment,
}

/// Adds work, unless the same work waits already. Work that was parked starts afresh.
pub fn push(tx: &Tx, job: &Job, run_after: Moment) -> Result<()> {
    tx.execute(
        "INSERT INTO job (lane, key, work, run_after, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (key) DO UPDATE SET
             state = 'waiting', attempts = 0, problem = NULL, run_after = excluded.run_after, work = excluded.work
         WHERE state <> 'running'",
        params![job.lane().name(), job.key(), serde_json::to_string(job)?, run_after.0, tx.now.0],
    )?;
    Ok(())
}

/// Takes the next job of a lane. The attempt counts from now on, so a job that kills the program still counts.
pub fn claim(tx: &Tx, lane: Lane, boot: &str) -> Result<Option<Claimed>> {
    let mut statement = tx.prepare_cached(
        "UPDATE job SET state = 'running', boot = ?2, attempts = attempts + 1
         WHERE id = (SELECT id FROM job WHERE lane = ?1 AND state = 'waiting' AND run_after <= ?3
                     ORDER BY run_after, id LIMIT 1)
         RETURNING id, work, attempts",
    )?;
    let found = statement.query_row(params![lane.name(), boot, tx.now.0], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
    });
    let Some((id, work, attempt)) = found.optional()? else { return Ok(None) };
    Ok(Some(Claimed { id, job: serde_json::from_str(&work)?, attempt }))
}

/// When the next job of a lane may run.
pub fn next(read: &Read, lane: Lane) -> Result<Option<Moment>> {
    let mut statement =
        read.prepare_cached("SELECT min(run_after) FROM job WHERE lane = ?1 AND state = 'waiting'")?;
    let next: Option<i64> = statement.query_row([lane.name()], |row| row.get(0))?;
    Ok(next.map(Moment))
}

pub fn finish(tx: &Tx, id: i64) -> Result<()> {
    tx.execute("DELETE FROM job WHERE id = ?1", [id])?;
    Ok(())
}

/// Removes work by its key, running or not; true when there was some.
pub fn cancel(tx: &Tx, key: &str) -> Result<bool> {
    Ok(tx.execute("DELETE FROM job WHERE key = ?1", [key])? > 0)
}

/// Whether this work waits, runs or was given up.
pub fn exists(read: &Read, key: &str) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM job WHERE key = ?1)";
    Ok(read.prepare_cached(sql)?.query_row([key], |row| row.get(0))?)
}

/// Puts a job that failed back into its lane for later.
pub fn retry(tx: &Tx, claimed: &Claimed, problem: &str) -> Result<()> {
    tx.execute(
        "UPDATE job SET state = 'waiting', problem = ?2, run_after = ?3 WHERE id = ?1",
        params![claimed.id, problem, tx.now.plus_seconds(back_off_seconds(claimed.attempt)).0],
    )?;
    Ok(())
}

/// Gives a claim back that was not the job's fault to lose: the program is stopping.
pub fn put_back(tx: &Tx, id: i64) -> Result<()> {
    tx.execute("UPDATE job SET state = 'waiting', attempts = attempts - 1 WHERE id = ?1", [id])?;
    Ok(())
}

/// Puts a job off that could not even be tried: the attempt does not count.
pub fn postpone(tx: &Tx, id: i64, until: Moment) -> Result<()> {
    tx.execute(
        "UPDATE job SET state = 'waiting', attempts = attempts - 1, run_after = ?2 WHERE id = ?1",
        params![id, until.0],
    )?;
    Ok(())
}

/// Gives up on a job until a person says "try again".
pub fn park(tx: &Tx, id: i64, problem: &str) -> Result<()> {
    tx.execute("UPDATE job SET state = 'parked', problem = ?2 WHERE id = ?1", params![id, problem])?;
    Ok(())
}

/// Frees what an earlier start of the program was doing when it ended. What was tried too often is returned:
/// it may be what ended the program, and is not tried again unasked.
pub fn release_of_earlier_starts(tx: &Tx, boot: &str) -> Result<Vec<Claimed>> {
    tx.execute(
        "UPDATE job SET state = 'waiting', run_after = ?2 WHERE state = 'running' AND boot <> ?1 AND attempts < ?3",
        params![boot, tx.now.0, STARTS],
    )?;
    let mut statement = tx.prepare_cached(
        "SELECT id, work, attempts FROM job WHERE state = 'running' AND boot <> ?1 LIMIT 1000",
    )?;
    let rows = statement.query_map([boot], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
    })?;
    rows.map(|row| {
        let (id, work, attempt) = row?;
        Ok(Claimed { id, job: serde_json::from_str(&work)?, attempt })
    })
    .collect()
}

pub fn parked(read: &Read) -> Result<Vec<Parked>> {
    let mut statement = read.prepare_cached(
        "SELECT id, work, coalesce(problem, ''), created_at, attempts FROM job WHERE state = 'parked' ORDER BY id LIMIT 100",
    )?;
    let rows = statement.query_map([], |row| {
        let (work, created_at) = (row.get::<_, String>(1)?, Moment(row.get(3)?));
        Ok((row.get(0)?, work, row.get(2)?, created_at, row.get(4)?))
    })?;
    rows.map(|row| {
        let (id, work, problem, created_at, attempts) = row?;
        Ok(Parked { id, job: serde_json::from_str(&work)?, problem, created_at, attempts })
    })
    .collect()
}

/// Jobs in these phases; so many at most as an administrator would ever look through.
pub fn list(read: &Read, phases: &[Phase], is_descending: bool, now: Moment) -> Result<Vec<Listed>> {
    let order = if is_descending { "DESC" } else { "ASC" };
    let mut statement = read.prepare_cached(&format!(
        "SELECT id, work, state, run_after, problem, created_at FROM job ORDER BY id {order} LIMIT 10000"
    ))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let phase = match row.get_ref(2)?.as_str().unwrap_or_default() {
            "running" => Phase::Running,
            "parked" => Phase::Parked,
            _ if Moment(row.get(3)?) > now => Phase::Delayed,
            _ => Phase::Waiting,
        };
        if phases.contains(&phase) {
            let job = serde_json::from_str(&row.get::<_, String>(1)?)?;
            let created_at = Moment(row.get(5)?);
            found.push(Listed { id: row.get(0)?, job, phase, problem: row.get(4)?, created_at });
        }
    }
    Ok(found)
}

/// Jobs by state, for the metrics: (lane, state, count).
pub fn counts(read: &Read) -> Result<Vec<(String, String, i64)>> {
    let mut statement =
        read.prepare_cached("SELECT lane, state, count(*) FROM job GROUP BY lane, state LIMIT 100")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many jobs of a lane stand before this one, if it waits.
pub fn place(read: &Read, key: &str) -> Result<Option<i64>> {
    let mut statement = read.prepare_cached(
        "SELECT (SELECT count(*) FROM job before WHERE before.lane = job.lane AND before.state IN ('waiting', 'running')
                    AND (before.state = 'running' OR (before.run_after, before.id) < (job.run_after, job.id)))
         FROM job WHERE key = ?1 AND state = 'waiting'",
    )?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?)
}
