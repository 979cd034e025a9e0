//! What the endpoint holds, asked of its dashboard as an operator's browser would.

use anyhow::{Context as _, Result, bail};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::{Method, Request, header};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use server::dashboard::api::{HourCell, Login, Overview, StationRow};

/// Logs in and prints figures and stations.
pub fn print(dashboard: &str, operator: &str, password: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let overview = runtime.block_on(ask(dashboard, operator, password))?;
    println!("\nwhat the endpoint holds, {}:", overview.now_local);
    let head: Vec<String> = overview.hours.iter().map(|hour| format!("{hour:>4}")).collect();
    println!("  station {}   counted  at most  announced", head.join(""));
    for row in &overview.stations {
        println!("  {}", line(row));
    }
    let figures = &overview.figures;
    let least = if figures.counted_is_floor { "at least " } else { "" };
    let counted = figures.counted.map_or_else(|| "nobody".into(), |count| count.to_string());
    println!("  {least}{counted} voters, {} of {} reporting", figures.reporting, figures.invited);
    println!("  `·` nobody watched; `+` watched with gaps, so at least that many");
    for missing in &overview.not_reported {
        println!("  nothing yet from {} ({})", missing.label, missing.stations.join(", "));
    }
    println!("  {} in quarantine", overview.quarantine.len());
    if overview.stations.is_empty() {
        bail!("the endpoint holds no station's day");
    }
    Ok(())
}

fn line(row: &StationRow) -> String {
    let hours: String = row.hours.iter().map(cell).collect();
    let figure = |figure: Option<u32>| match figure {
        Some(count) => count.to_string(),
        None => "–".into(),
    };
    let least = if row.floor { "≥" } else { "" };
    let announced = row.announced.as_ref().map(|announced| announced.figure);
    format!(
        "{:<7} {hours}  {:>8}  {:>7}  {:>9}",
        row.code,
        format!("{least}{}", figure(row.counted)),
        figure(row.possible),
        figure(announced)
    )
}

fn cell(hour: &HourCell) -> String {
    match hour {
        HourCell::Unknown => "   ·".into(),
        HourCell::NotYet => "    ".into(),
        HourCell::Counted { persons, watched_minutes, of_minutes } => {
            let mark = if watched_minutes < of_minutes { "+" } else { "" };
            format!("{:>4}", format!("{persons}{mark}"))
        }
    }
}

async fn ask(dashboard: &str, operator: &str, password: &str) -> Result<Overview> {
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let login = Login { name: operator.into(), password: password.into() };
    let origin = format!("http://{dashboard}");
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("{origin}/api/login"))
        .header(header::ORIGIN, &origin)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Full::from(serde_json::to_vec(&login)?))?;
    let answer = client.request(request).await?;
    if !answer.status().is_success() {
        bail!("the dashboard refused the login: {}", answer.status());
    }
    let cookie = answer.headers().get(header::SET_COOKIE).context("no session")?.to_str()?;
    let cookie = cookie.split(';').next().unwrap_or(cookie).to_owned();
    let request = Request::builder()
        .uri(format!("{origin}/api/overview"))
        .header(header::COOKIE, cookie)
        .body(Full::default())?;
    let answer = client.request(request).await?;
    let status = answer.status();
    let body = answer.into_body().collect().await?.to_bytes();
    if !status.is_success() {
        bail!("the dashboard refused: {status} {}", String::from_utf8_lossy(&body));
    }
    serde_json::from_slice(&body).context("the overview cannot be read")
}
