"""The guards in PostgreSQL's words, and the making of links at the end of each transaction.

Linking waits until the commit: a lock on the head taken in the middle of an act would be held through a long import,
and two acts that lock rows and the head in opposite order would deadlock. It takes two rounds of deferred triggers: the
first only queues the second, which so runs after every check of a foreign key that could wait for somebody's row.
Functions run as their owner, so that the program's own role needs no right to write links or the head.
"""

FUNCTIONS = {
    "audit_refuse": """
BEGIN
  RAISE EXCEPTION 'the trail is append-only: % of % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END""",
    "audit_queue_link": """
BEGIN
  INSERT INTO audit_link (event_id, previous, hash) VALUES (NEW.id, '', '');
  RETURN NULL;
END""",
    "audit_make_link": """
DECLARE
  head audit_head%ROWTYPE;
  own text;
BEGIN
  SELECT * INTO STRICT head FROM audit_head FOR UPDATE;
  SELECT encode(sha256(convert_to(concat_ws(E'\\n', head.seq + 1, id, head.hash, content), 'UTF8')), 'hex')
    INTO STRICT own FROM audit_event WHERE id = NEW.event_id;
  UPDATE audit_link SET seq = head.seq + 1, previous = head.hash, hash = own WHERE event_id = NEW.event_id;
  UPDATE audit_head SET seq = head.seq + 1, hash = own;
  RETURN NULL;
END""",
}

NO_LINK = "NOT EXISTS (SELECT 1 FROM audit_link WHERE seq = NEW.seq AND hash = NEW.hash)"
FUNCTIONS["audit_head_check"] = f"""
BEGIN
  IF NEW.id <> OLD.id OR NEW.seq <> OLD.seq + 1 OR {NO_LINK} THEN
    RAISE EXCEPTION 'the head of the trail only follows its links' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END"""

EACH, ONCE = "FOR EACH ROW", "FOR EACH STATEMENT"
LATER = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"

# Each trigger: its name, its table, when it fires, for what, and the function it calls.
REFUSALS: dict[str, tuple[str, str, str, str]] = {
    "audit_event_kept": ("audit_event", "BEFORE UPDATE OR DELETE", EACH, "audit_refuse"),
    "audit_event_not_emptied": ("audit_event", "BEFORE TRUNCATE", ONCE, "audit_refuse"),
    "audit_link_kept": (
        "audit_link",
        "BEFORE UPDATE",
        f"{EACH} WHEN (OLD.seq IS NOT NULL OR pg_trigger_depth() = 0)",
        "audit_refuse",
    ),
    "audit_link_not_deleted": ("audit_link", "BEFORE DELETE", EACH, "audit_refuse"),
    "audit_link_not_forged": (
        "audit_link",
        "BEFORE INSERT",
        f"{EACH} WHEN (NEW.seq IS NOT NULL OR pg_trigger_depth() = 0)",
        "audit_refuse",
    ),
    "audit_link_not_emptied": ("audit_link", "BEFORE TRUNCATE", ONCE, "audit_refuse"),
    "audit_head_follows": ("audit_head", "BEFORE UPDATE", EACH, "audit_head_check"),
    "audit_head_not_deleted": ("audit_head", "BEFORE INSERT OR DELETE", EACH, "audit_refuse"),
    "audit_head_not_emptied": ("audit_head", "BEFORE TRUNCATE", ONCE, "audit_refuse"),
}
LINKING: dict[str, tuple[str, str, str, str]] = {
    "audit_event_queues_link": ("audit_event", "AFTER INSERT", LATER, "audit_queue_link"),
    "audit_link_is_made": ("audit_link", "AFTER INSERT", LATER, "audit_make_link"),
}

NAMES = frozenset(REFUSALS) | frozenset(LINKING)
INSTALL = [
    *(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
        f" SET search_path FROM CURRENT AS $body${body}$body$"
        for name, body in FUNCTIONS.items()
    ),
    *(
        f"CREATE TRIGGER {name} {when} ON {table} {how} EXECUTE FUNCTION {call}()"
        for name, (table, when, how, call) in REFUSALS.items()
    ),
    # In force for a session that calls itself a replica, too.
    *(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}" for name, (table, *_) in REFUSALS.items()),
    *(
        f"CREATE CONSTRAINT TRIGGER {name} {when} ON {table} {how} EXECUTE FUNCTION {call}()"
        for name, (table, when, how, call) in LINKING.items()
    ),
]
REMOVE = [
    *(f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, (table, *_) in (REFUSALS | LINKING).items()),
    *(f"DROP FUNCTION IF EXISTS {name}()" for name in FUNCTIONS),
]
IN_FORCE = (
    "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    " AND tgrelid IN ('audit_event'::regclass, 'audit_link'::regclass, 'audit_head'::regclass)"
)
