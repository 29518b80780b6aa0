-- How much the films of an account take, without a look at their rows.
CREATE INDEX video_sizes ON video(channel_id, created_at, bytes);

-- How many comments a film has for whoever asks, without a look at their rows.
CREATE INDEX comment_counted ON comment(video_id, deleted_at, thread_id, is_held, account_id);
