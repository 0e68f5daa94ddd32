-- What an analyst would write instead of Regard: one script from two Parquet files, {events} and {links}, to the same
-- rows, with the same definitions and integer keys. Two things are left out that Regard does: events of one visit at one
-- instant are not ordered by receipt and id, and aliases of aliases are not followed. The simulator makes neither.

-- Each id once, the copy that was received first. Only the few ids that came twice are ever sorted.
create or replace temp table twice as select id from '{events}' group by id having count(*) > 1;
create or replace table events as
select * replace (make_timestamp(epoch_us("time")) as "time", make_timestamp(epoch_us(received_at)) as received_at)
from '{events}' anti join twice using (id);
insert into events
select * replace (make_timestamp(epoch_us("time")) as "time", make_timestamp(epoch_us(received_at)) as received_at)
from '{events}' semi join twice using (id) qualify row_number() over (partition by id order by received_at) = 1;
create or replace table links as
select * replace (make_timestamp(epoch_us("time")) as "time", make_timestamp(epoch_us(received_at)) as received_at) from '{links}'
qualify row_number() over (partition by id order by received_at) = 1;

-- Who is who: identify and alias by the first claim, merges as connected groups, unmerge takes back what came before.
create or replace temp table standing as
with undone as (
  select least(user_id, other_id) a, greatest(user_id, other_id) b, max(row("time", received_at, id)) undone_at
  from links where kind = 'unmerge' group by 1, 2)
select l.* from links l left join undone u on least(user_id, other_id) = a and greatest(user_id, other_id) = b
where kind <> 'unmerge' and (undone_at is null or row("time", received_at, id) > undone_at);
create or replace temp table identified as select distinct user_id from standing where kind = 'identify';
create or replace temp table claims as
select * from standing where user_id <> other_id
  and (kind = 'identify' or (kind = 'alias' and other_id not in (select user_id from identified)));
create or replace temp table aliases as
select other_id, arg_min(user_id, row("time", received_at, id)) root from claims where kind = 'alias' group by 1;
create or replace temp table owners as
select other_id, arg_min(user_id, row("time", received_at, id)) user_id from claims group by 1;
create or replace temp table merges as
select coalesce(u.root, user_id) a, coalesce(o.root, m.other_id) b
from standing m left join aliases u on m.user_id = u.other_id left join aliases o on m.other_id = o.other_id
where kind = 'merge' and user_id <> m.other_id;
create or replace temp table merged as
with recursive edges as (select a, b from merges union select b, a from merges),
  reached as (select a as member, a as other from edges union
    select member, b from reached join edges on other = a)
select member, coalesce(min(other) filter (other not in (select b from merges)), min(other)) person
from reached group by 1;
create or replace temp table who as
with ids as (select distinct user_id is not null as is_user, coalesce(user_id, anonymous_id) id from events),
  rooted as (
    select is_user, id, is_user or owners.user_id is not null as identified,
      coalesce(aliases.root, owned.root, owners.user_id, id) root
    from ids left join owners on not is_user and id = owners.other_id
      left join aliases on is_user and id = aliases.other_id
      left join aliases owned on owners.user_id = owned.other_id),
  named as (
    select is_user, id, identified, coalesce(merged.person, root) person
    from rooted left join merged on root = merged.member)
select is_user, id, identified, dense_rank() over (order by person)::integer as person from named where id is not null;

-- The log with people as numbers and the visit of each event: that of the session id, else by gaps of half an hour;
-- attention opens none.
create or replace table ev as
with known as (
  select w.person, "time" as ts, type, coalesce(path, regexp_extract(url, '^[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*([^?#]*)', 1))
      as page, name, country, session_id, engaged_ms::integer as engaged_ms, scroll_percent as scroll,
    interactive, w.identified, e.rowid as row,
    type <> 'engagement' and (url is not null or path is not null or session_id is not null or device is not null
      or type = 'screen') as opens
  from events e left join who w on (user_id is not null) = w.is_user and coalesce(user_id, anonymous_id) = w.id
  where coalesce(lower(device) not in ('bot', 'crawler', 'spider'), true)),
walks as (
  select *, ts - lag(ts) over in_order > interval 30 minute or lag(ts) over in_order is null as starts
  from known where session_id is null and person is not null and (opens or type = 'engagement')
  window in_order as (partition by person order by ts)),
runs as (
  select *, max(if(starts, ts, null)) over so_far as began, max(if(opens, ts, null)) over so_far as opened from walks
  window so_far as (partition by person order by ts rows unbounded preceding)),
all_events as (
  select *, if(session_id is null, null, hash(person, session_id)) as visit from known
  where session_id is not null or person is null or not (opens or type = 'engagement')
  union all by name
  select * exclude (starts, began, opened), if(opened >= began, hash(person, began), null) as visit from runs)
select person, ts, type, name, case when type = 'page' then page when type <> 'engagement' then name end as what, page, country,
  visit, engaged_ms, scroll, interactive, identified, opens, row
from all_events;

-- Visits, with what their first event tells of where they came from; and each day of a visit.
create or replace table visits as
with grouped as (
  select visit, any_value(person) as person, bool_or(identified) as identified, min(ts) filter (opens) as start,
    max(ts) filter (opens) as "end", sum(engaged_ms) / 1000 as engaged_seconds,
    count(*) filter (type = 'page') as page_views, count(*) filter (opens) as events,
    count(*) filter (type = 'track' and interactive is not false) as interactions,
    arg_min(page, ts) filter (type = 'page') as entry_page, arg_max(page, ts) filter (type = 'page') as exit_page,
    arg_min(row, ts) filter (opens) as first_row
  from ev where visit is not null group by visit)
select g.* exclude (first_row), if(page_views = 1 and interactions = 0, 0, epoch("end" - start)) as duration,
  page_views = 1 and interactions = 0 as is_bounce,
  coalesce(engaged_seconds >= 10, false) or page_views >= 2 as is_engaged,
  e.channel, e.referrer, e.utm_source, e.utm_medium, e.utm_campaign, e.country, e.language, e.device, e.browser, e.os
from grouped g join events e on e.rowid = first_row where g.events > 0;
create or replace table visit_days as
with long as (select visit from visits where start::date <> "end"::date),
days as (
  select visit, start::date as day, page_views as views from visits where start::date = "end"::date
  union all
  select visit, ts::date, count(*) filter (type = 'page') from ev semi join long using (visit) where opens group by 1, 2),
dated as (
  select *, null::date as before from days anti join long using (visit)
  union all
  select *, lag(day) over (partition by visit order by day) from days semi join long using (visit))
select d.*, person, country, page_views, duration, engaged_seconds, is_bounce, is_engaged
from dated d join visits using (visit);

-- Pages within visits, and each day of them.
create or replace table page_visits as
with grouped as (
  select visit, page, any_value(person) as person, count(*) filter (type = 'page') as views,
    sum(engaged_ms) / 1000 as engaged_seconds, max(scroll) / 100 as scroll,
    min(ts) filter (type = 'page') as first, max(ts) filter (type = 'page') as last
  from ev where visit is not null and page is not null group by visit, page),
turns as (
  select visit, page, ts from ev where type = 'page' and visit is not null
  qualify lag(page) over (partition by visit order by ts) is distinct from page),
timed as (select visit, page, lead(ts) over (partition by visit order by ts) - ts as stay from turns),
stays as (select visit, page, sum(if(stay is null, null, least(1800, epoch(stay)))) as stay_seconds from timed group by visit, page)
select g.* exclude (first, last), stay_seconds, g.page = entry_page as is_entry, g.page = exit_page as is_exit,
  country, first::date as first_day, last::date as last_day
from grouped g join visits using (visit) left join stays using (visit, page) where views > 0;
create or replace table page_days as
with long as (select visit, page from page_visits where first_day <> last_day),
days as (
  select visit, page, first_day as day, views from page_visits where first_day = last_day
  union all
  select visit, page, ts::date, count(*) from ev semi join long using (visit, page) where type = 'page' group by 1, 2, 3),
dated as (
  select *, null::date as before from days anti join long using (visit, page)
  union all
  select *, lag(day) over (partition by visit, page order by day) from days semi join long using (visit, page))
select d.visit, d.page, d.day, d.before, d.views, p.engaged_seconds, p.scroll, p.is_exit, p.country
from dated d join page_visits p using (visit, page);

-- People and their active days.
create or replace table people as
select person, min(ts) as first_seen, min(ts)::date as first_day, bool_or(identified) as identified
from ev where person is not null group by person;
create or replace table active_days as
select person, ts::date as day, bool_or(identified) as identified, count(*) as events
from ev where person is not null and type <> 'engagement' group by 1, 2;
