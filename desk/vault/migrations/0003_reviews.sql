-- Referrals and contests of a case; a confirmed referral is a fact that later questions of the case are judged with.
CREATE TABLE reviews (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases ON DELETE CASCADE,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    submitted_at TEXT NOT NULL,
    document TEXT NOT NULL
) STRICT;
CREATE INDEX reviews_by_case ON reviews (case_id, state, submitted_at);
