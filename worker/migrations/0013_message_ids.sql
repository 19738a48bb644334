-- Any text is found by its id: a flow's as one that a person wrote.
ALTER TABLE decisions ADD COLUMN message_id TEXT GENERATED ALWAYS AS (row ->> '$.messageId') VIRTUAL;
CREATE INDEX decisions_message ON decisions (message_id) WHERE message_id IS NOT NULL;
