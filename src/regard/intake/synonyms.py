"""Names under which other systems keep what we have a field for: only those that can hardly mean anything else."""

from collections.abc import Mapping

_PERSON = ("customer_id", "client_id", "member_id", "contact_id", "person_id", "userid", "customerid", "uid")
_MOMENT = ("timestamp", "datetime", "date", "created_at", "created", "occurred_at", "ts")

SYNONYMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "event": {
        "id": ("event_id", "uuid", "message_id"),
        "time": (*_MOMENT, "event_time", "event_timestamp", "event_date"),
        "received_at": ("server_timestamp", "ingested_at"),
        "name": ("event", "event_name", "action"),
        "type": ("event_type",),
        "user_id": ("customer_id", "member_id", "contact_id", "person_id", "userid", "customerid", "uid"),
        "anonymous_id": ("client_id", "clientid", "visitor_id", "cookie_id", "anonymousid", "user_pseudo_id"),
        "session_id": ("visit_id", "session", "sessionid", "ga_session_id"),
        "url": ("page_url", "page_location", "href"),
        "path": ("page", "page_path", "pathname"),
        "title": ("page_title",),
        "referrer": ("referer", "page_referrer"),
        "country": ("country_code",),
        "device": ("device_type", "device_category"),
        "os": ("operating_system",),
    },
    "link": {"time": _MOMENT, "other_id": ("anonymous_id", "previous_id")},
    "customer": {
        "user_id": _PERSON,
        "created_at": ("created", "signed_up_at", "registered_at", "signup_date"),
        "as_of": ("updated_at", "modified_at", "last_updated"),
        "name": ("full_name", "customer_name"),
        "email": ("e_mail", "mail", "email_address"),
        "country": ("country_code",),
    },
    "order": {
        "id": ("order_id", "order_number", "invoice", "invoice_no", "invoice_id", "transaction_id"),
        "time": (*_MOMENT, "order_date", "ordered_at", "purchase_date", "purchased_at", "invoice_date", "paid_at"),
        "as_of": ("updated_at", "modified_at", "last_updated"),
        "user_id": (*_PERSON, "buyer_id"),
        "total": ("amount", "total_price", "grand_total", "order_total", "total_amount", "order_value"),
        "currency": ("currency_code",),
        "status": ("financial_status", "order_status"),
        "discount": ("discount_amount",),
        "campaign": ("utm_campaign",),
    },
    "answer": {
        "id": ("answer_id", "response_id"),
        "time": (*_MOMENT, "answered_at", "submitted_at", "response_date"),
        "user_id": (*_PERSON, "respondent_id"),
        "kind": ("question_type",),
        "score": ("rating", "nps_score", "csat_score"),
        "text": ("comment", "feedback", "open_text"),
        "question": ("question_text",),
        "survey": ("survey_name", "survey_id"),
    },
    "ticket": {
        "id": ("ticket_id", "case_id"),
        "created_at": ("created", "opened_at", "date_created"),
        "as_of": ("updated_at", "modified_at", "last_updated"),
        "user_id": ("requester_id", *_PERSON),
        "channel": ("via", "via_channel"),
        "group": ("team", "group_id", "queue"),
        "assignee": ("agent", "assignee_id", "assigned_to"),
        "first_response_at": ("first_reply_at", "first_replied_at"),
        "resolved_at": ("solved_at", "closed_at"),
        "satisfaction": ("satisfaction_score",),
    },
    "ticket_event": {
        "time": _MOMENT,
        "ticket_id": ("case_id",),
        "kind": ("event", "event_type"),
        "actor": ("author_type", "sender_type"),
        "public": ("is_public",),
    },
}

MARKS: Mapping[str, tuple[frozenset[str], ...]] = {
    "event": (frozenset({"time"}), frozenset({"name", "type", "url", "path"}), frozenset({"user_id", "anonymous_id"})),
    "link": (frozenset({"time"}), frozenset({"kind"}), frozenset({"user_id"}), frozenset({"other_id"})),
    "customer": (
        frozenset({"user_id"}),
        frozenset({"email", "plan", "tier", "segment", "member_since", "paying_since"}),
    ),
    "order": (frozenset({"time"}), frozenset({"total"})),
    "answer": (frozenset({"time"}), frozenset({"kind"}), frozenset({"score", "text", "choices"})),
    "ticket": (
        frozenset({"created_at"}),
        frozenset({"assignee", "group", "priority", "first_response_at", "resolved_at", "satisfaction"}),
    ),
    "ticket_event": (frozenset({"time"}), frozenset({"ticket_id"}), frozenset({"kind"})),
}
"""By what a kind of record is known: of each set of fields a header must have one."""
