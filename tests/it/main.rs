mod messages;
mod views;
