"""What each construct means, as checks that hold in Python and in JavaScript; the generated tests run along."""

from __future__ import annotations

from typing import Any

import pytest

from .apps import NOTHING
from .conftest import Proved

LIMIT: dict[str, Any] = {
    "entities": {
        "hall": ["name text! unique", "seats int! =2"],
        "seat": ["hall ref(hall)", "who text!", "day date! =today", "price money =1", "off yesno =no"],
    },
    "rules": [
        ("seats", "limit", "seat", "max=hall.seats; per=hall, day; where=not off; say=Full."),
        ("week", "limit", "seat", "max=3; per=lower(who), week(day)"),
        ("sum", "limit", "seat", "max=10; sum=price; per=who; mode=warn"),
    ],
    "demo": {
        "hall": ("name,seats", ["Big|2", "Small|1"]),
        "seat": ("hall,who,price", ["Big|Ana|5", "Small|Bo|4"]),
    },
}
LIMIT_CHECKS = [
    "add seat hall=Big, who=Cy => ok",
    "add seat hall=Big, who=Cy; add seat hall=Big, who=Di => refused by seats",
    "add seat hall=Small, who=Cy => refused by seats",
    "add seat hall=Small, who=Cy, day=today+1 => ok",
    "add seat hall=Small, who=Cy, off=yes => ok",
    "edit seat[2] off=yes; add seat hall=Small, who=Cy => ok",
    "edit seat[1] hall=Small => refused by seats",
    "delete seat[2]; edit seat[1] hall=Small => ok",
    "add seat who=One => ok",
    "add seat who=One; add seat who=Two; add seat who=Three => ok",
    "add seat who=Ed; add seat who=ED; add seat who=ed; add seat who=eD => refused by week",
    "add seat who=Ed; add seat who=ED; add seat who=ed; add seat who=eD, day=today+7 => ok",
    "add seat who=Ana, price=5 => ok",
    "add seat who=Ana, price=5.01 => warned by sum",
]

REQUIRE: dict[str, Any] = {
    "entities": {
        "order": ["name text!", "state choice(open,sent) =open", "total num =0"],
        "line": ["order ref(order)!", "what text!", "qty num! =1"],
    },
    "rules": [
        ("open", "require", "line", "check=order.state = 'open'; at=add, edit, delete; say=The order is sent."),
        ("more", "require", "order", "check=total >= old.total; at=edit"),
        ("few", "require", "line", "check=qty <= 5; mode=warn"),
        ("empty", "require", "order", "check=count(line) = 0; at=delete"),
        ("full", "require", "order", "check=count(line) > 0; at=send.run; say=There is nothing in it."),
        ("named", "require", "order", "check=len(name) > 1; at=add"),
        ("send", "act", "order", "label=Send; when=state = 'open'; set=state='sent'"),
    ],
    "demo": {"order": ("name", ["One", "Two"]), "line": ("order,what", ["One|Tea"])},
}
REQUIRE_CHECKS = [
    "add line order=Two, what=Jam => ok",
    "send.run order[One]; add line order=One, what=Jam => refused by open",
    "send.run order[One]; edit line[1] qty=2 => refused by open",
    "send.run order[One]; delete line[1] => refused by open",
    "edit order[One] total=2; edit order[One] total=1 => refused by more",
    "edit order[One] total=2; edit order[One] total=2 => ok",
    "edit line[1] qty=6 => warned by few",
    "edit line[1] qty=6; edit line[1] what=Rum => warned by few",
    "delete order[Two] => ok",
    "delete order[One] => refused by empty",
    "send.run order[Two] => refused by full",
    "send.run order[One] => order[One].state = 'sent'",
    "add order name=X => refused by named",
    "edit order[One] name=X => ok",
]

FLOW: dict[str, Any] = {
    "entities": {
        "person": ["name text! unique"],
        "job": [
            "title text!", "who ref(person)", "state choice(new,doing,done,off)", "done_on date", "started datetime",
            "note text",
        ],
        "part": ["job ref(job)! owned", "what text!"],
    },
    "roles": [("boss", "person", "all *"), ("worker", "person", "see person, job, part; add|edit job; do step")],
    "rules": [
        (
            "step", "flow", "job",
            (
                "field=state; moves=new>doing>done, *>off; who=done: boss; when=doing: not blank(who); "
                "stamp=done: done_on | doing: started; lock=done: note, part | off: *"
            ),
        ),
        ("go", "act", "job", "label=Go; set=state='doing'"),
    ],
    "demo": {
        "person": ("name", ["Ida", "Tom"]),
        "job": ("title,who,state", ["Roof|Tom|new", "Wall||new", "Door|Tom|doing", "Old|Ida|off", "Done|Ida|done"]),
        "part": ("job,what", ["Roof|tile", "Done|nail"]),
    },
}  # fmt: skip
FLOW_CHECKS = [
    "add job title=New => job[New].state = 'new'",
    "add job title=New, state=doing => refused by step",
    "step.move job[Roof] to=doing => job[Roof].started = now",
    "edit job[Roof] state=doing => job[Roof].started = now",
    "go.run job[Roof] => job[Roof].started = now",
    "go.run job[Wall] => refused by step",
    "step.move job[Wall] to=doing => refused by step",
    "step.move job[Roof] to=done => refused by step",
    "step.move job[Door] to=doing => refused by step",
    "step.move job[Door] to=done => job[Door].done_on = today",
    "as worker[Tom]; step.move job[Door] to=done => refused by step",
    "as worker[Tom]; step.move job[Door] to=off => job[Door].state = 'off'",
    "edit job[Roof] started=now => refused by started",
    "edit job[Done] note=x => refused by step",
    "edit job[Done] title=x => ok",
    "edit job[Old] title=x => refused by step",
    "delete job[Old] => refused by step",
    "delete job[Done] => ok",
    "add part job=Done, what=x => refused by step",
    "add part job=Old, what=x => ok",
    "edit part[nail] what=x => refused by step",
    "edit part[tile] job=Done => refused by step",
    "delete part[nail] => refused by step",
    "delete part[tile] => ok",
    "step.move job[Done] to=off => ok",
]

LOAN: dict[str, Any] = {
    "entities": {
        "person": ["name text! unique", "most int! =2"],
        "thing": ["name text! unique", "state text := if(available, 'free', 'with ' & holder)"],
        "loan": ["thing ref(thing)!", "who ref(person)!", "out date!", "due date", "back date"],
    },
    "rules": [("l", "loan", "loan", "what=thing; who=who; out=out; due=due; back=back; days=10; max=who.most")],
    "demo": {
        "person": ("name,most", ["Ana|2", "Bo|1"]),
        "thing": ("name", ["Drill", "Saw", "Axe"]),
        "loan": ("thing,who,out,back", ["Drill|Ana|today-3|", "Saw|Bo|today-9|today-2"]),
    },
}
LOAN_CHECKS = [
    "l.lend thing=Saw, who=Ana => thing[Saw].holder = 'Ana'",
    "l.lend thing=Saw, who=Ana => loan[3].out = today",
    "l.lend thing=Saw, who=Ana => loan[3].due = today + 10",
    "l.lend thing=Saw, who=Ana, due=today+1 => loan[3].due = today + 1",
    "l.lend thing=Saw, who=Ana => thing[Saw].state = 'with Ana'",
    "l.lend thing=Drill, who=Bo => refused by l",
    "add loan thing=Drill, who=Bo, out=today => refused by l",
    "l.lend thing=Saw, who=Ana; l.lend thing=Axe, who=Ana => refused by l",
    "l.lend thing=Saw, who=Bo; l.lend thing=Axe, who=Bo => refused by l",
    "l.give_back loan[1] => thing[Drill].available = yes",
    "l.give_back loan[1]; l.lend thing=Drill, who=Bo => thing[Drill].holder = 'Bo'",
    "l.give_back loan[2] => refused by l",
    "edit loan[1] back=today-4 => refused by l",
    "edit loan[1] back=today-3 => thing[Drill].available = yes",
    "edit loan[2] back=blank; l.lend thing=Axe, who=Bo => refused by l",
    "delete loan[1] => thing[Drill].available = yes",
]

BOOKING: dict[str, Any] = {
    "entities": {
        "desk": ["name text! unique", "seats int! =1"],
        "visit": ["desk ref(desk)", "start datetime!", "ends datetime!", "state choice(on,off) =on"],
        "stay": ["first date!", "last date!"],
    },
    "rules": [
        (
            "b", "booking", "visit",
            (
                "what=desk; from=start; to=ends; places=desk.seats; gap=10; "
                "open=mon-fri 08:00-18:00, sat 09:00-12:00; where=state = 'on'"
            ),
        ),
        ("s", "booking", "stay", "from=first; to=last + 1; mode=warn"),
    ],
    "demo": {
        "desk": ("name,seats", ["A|1", "B|2"]),
        "visit": ("desk,start,ends", ["A|today+3 10:00|today+3 11:00", "B|today+3 10:00|today+3 11:00"]),
        "stay": ("first,last", ["today+1|today+3"]),
    },
}  # fmt: skip
SECOND = "add visit desk=B, start=today+3 10:20, ends=today+3 10:40; "
BOOKING_CHECKS = [
    "add visit desk=A, start=today+3 11:10, ends=today+3 12:00 => ok",
    "add visit desk=A, start=today+3 11:09, ends=today+3 12:00 => refused by b",
    "add visit desk=A, start=today+3 08:00, ends=today+3 09:50 => ok",
    "add visit desk=A, start=today+3 08:00, ends=today+3 09:51 => refused by b",
    "add visit desk=A, start=today+3 10:20, ends=today+3 10:30 => refused by b",
    "add visit desk=A, start=today+3 09:00, ends=today+3 12:00 => refused by b",
    "add visit desk=A, start=today+3 10:00, ends=today+3 10:00 => refused by b",
    "add visit desk=A, start=today+3 12:00, ends=today+3 11:50, state=off => refused by b",
    "add visit desk=A, start=today+3 10:20, ends=today+3 10:30, state=off => ok",
    "add visit desk=B, start=today+3 10:20, ends=today+3 10:40 => ok",
    SECOND + "add visit desk=B, start=today+3 10:55, ends=today+3 11:30 => ok",
    SECOND + "add visit desk=B, start=today+3 10:45, ends=today+3 11:30 => refused by b",
    "add visit start=today+3 10:00, ends=today+3 11:00; add visit start=today+3 10:00, ends=today+3 11:00 => ok",
    "add visit desk=A, start=today+1 09:00, ends=today+1 12:00 => ok",
    "add visit desk=A, start=today+1 09:00, ends=today+1 12:01 => refused by b",
    "add visit desk=A, start=today+2 10:00, ends=today+2 11:00 => refused by b",
    "add visit desk=A, start=today+3 17:00, ends=today+4 08:30 => refused by b",
    "edit visit[1] ends=today+3 11:30 => ok",
    "edit visit[1] desk=B => ok",
    "add stay first=today+4, last=today+4 => ok",
    "add stay first=today+3, last=today+4 => warned by s",
    "add stay first=today+9, last=today+8 => refused by s",
]

LOOKUP: dict[str, Any] = {
    "entities": {
        "zone": ["name text! unique"],
        "rate": ["zone ref(zone)!", "up_to num!", "price money!"],
        "day_rate": ["from_day date!", "factor num!"],
        "word": ["name text!", "kind text"],
        "parcel": [
            "zone ref(zone)!", "kg num!", "sent date! =today", "price money", "factor num", "word text", "kind text",
            "same ref(zone)",
        ],
    },
    "rules": [
        ("p", "lookup", "parcel", "from=rate; match=zone=zone, up_to>=kg; set=price=price; missing=refuse"),
        ("f", "lookup", "parcel", "from=day_rate; match=from_day<=sent; set=factor=factor; at=save"),
        ("w", "lookup", "parcel", "from=word; match=name=word; set=kind=kind; missing=make"),
        ("z", "lookup", "parcel", "from=zone; match=id=zone; set=same=id"),
    ],
    "demo": {
        "zone": ("name", ["Near", "Far"]),
        "rate": ("zone,up_to,price", ["Near|2|5", "Near|10|9", "Far|5|12"]),
        "day_rate": ("from_day,factor", ["today-10|1", "today|2"]),
        "word": ("name,kind", ["book|paper"]),
        "parcel": ("zone,kg", ["Near|1"]),
    },
}  # fmt: skip
LOOKUP_CHECKS = [
    "add parcel zone=Near, kg=2 => parcel[2].price = 5",
    "add parcel zone=Near, kg=2.000001 => parcel[2].price = 9",
    "add parcel zone=Near, kg=10.1 => refused by p",
    "add parcel zone=Far, kg=1 => parcel[2].price = 12",
    "add parcel zone=Far, kg=5.1 => refused by p",
    "add parcel zone=Near, kg=1; edit rate[1] price=6 => still parcel[1].price = 5",
    "edit parcel[1] kg=9 => still parcel[1].price = 5",
    "add parcel zone=Near, kg=1, sent=today-1 => parcel[2].factor = 1",
    "add parcel zone=Near, kg=1, sent=today => parcel[2].factor = 2",
    "edit parcel[1] sent=today-2 => parcel[1].factor = 1",
    "edit parcel[1] sent=today-20 => parcel[1].factor = blank",
    "add parcel zone=Near, kg=1, word=book => parcel[2].kind = 'paper'",
    "add parcel zone=Near, kg=1, word=pen, kind=ink; add parcel zone=Near, kg=1, word=pen => parcel[3].kind = 'ink'",
    "add parcel zone=Near, kg=1 => still count(word) = 1",
    "add parcel zone=Far, kg=1 => parcel[2].same = 'Far'",
]

NUMBER: dict[str, Any] = {
    "entities": {
        "bill": ["nr text", "what text!", "sent yesno =no"],
        "visit": ["ticket text", "who text!"],
        "card": ["code text", "who text!", "seq int"],
    },
    "rules": [
        ("bills", "number", "bill", "field=nr; form={yyyy}-{000}; per=year; when=sent"),
        ("tickets", "number", "visit", "field=ticket; form={00}; per=day"),
        ("codes", "number", "card", "field=code; form=X{code4}; keep=yes"),
        ("seqs", "number", "card", "field=seq; form={0}"),
        ("fixed", "require", "bill", "check=not sent; at=edit"),
    ],
    "demo": {"bill": ("what", ["Roof", "Wall"])},
}
NUMBER_CHECKS = [
    "edit bill[Roof] sent=yes => bill[Roof].nr = '2026-001'",
    "edit bill[Roof] sent=yes; edit bill[Wall] sent=yes => bill[Wall].nr = '2026-002'",
    "edit bill[Roof] sent=yes; clock +60d; edit bill[Wall] sent=yes => bill[Wall].nr = '2027-001'",
    "add bill what=New => bill[New].nr = blank",
    "add bill what=New, sent=yes => bill[New].nr = '2026-001'",
    "add bill what=New, nr=7 => refused by nr",
    "add visit who=A; add visit who=B => visit[2].ticket = '02'",
    "add visit who=A; add visit who=B; delete visit[2]; add visit who=C => visit[3].ticket = '03'",
    "add visit who=A; clock +1d; add visit who=B => visit[2].ticket = '01'",
    "add card who=A; add card who=B => card[1].code != card[2].code and card[2].seq = 2",
    "add card who=A, code=MINE => card[1].code = 'MINE'",
    "add card who=A, seq=4 => refused by seq",
]

PUT = "label=Put; when=state = 'new'; ask=shelf, price; set=state='put', at=today, shelf.count=shelf.count + 1"
ACT: dict[str, Any] = {
    "entities": {
        "shelf": ["name text! unique", "count int =0"],
        "item": ["name text!", "shelf ref(shelf)", "state choice(new,put,gone) =new", "at date", "price money =1",
                 "twice money := price * 2"],
        "note": ["item ref(item)!", "text text!"],
    },
    "rules": [
        ("put", "act", "item", PUT),
        ("away", "act", "item", "label=Away; when=state = 'put'; set=state='gone'; many=price > 1"),
        ("raise", "act", "item", "label=Raise; ask=price; set=price=twice"),
        ("write", "act", "item", "label=Write; add=note"),
    ],
    "demo": {
        "shelf": ("name,count", ["Top|3", "Low|0"]),
        "item": ("name,shelf,state,price", ["Cup|Top|new|1", "Jug|Low|put|2", "Pot|Low|put|1", "Pan||put|5"]),
    },
}  # fmt: skip
ACT_CHECKS = [
    "put.run item[Cup] shelf=Low, price=4 => item[Cup].state = 'put'",
    "put.run item[Cup] shelf=Low, price=4 => shelf[Low].count = 1",
    "put.run item[Cup] => shelf[Top].count = 4",
    "put.run item[Cup] shelf=Low, price=4 => item[Cup].price = 4",
    "put.run item[Cup] shelf=blank => item[Cup].shelf = blank",
    "put.run item[Jug] => refused by put",
    "put.run item[Cup]; put.run item[Cup] => refused by put",
    "away.run item[Jug] => item[Jug].state = 'gone'",
    "away.run => item[Jug].state = 'gone' and item[Pan].state = 'gone' and item[Pot].state = 'put'",
    "away.run => still item[Cup].state = 'new'",
    "raise.run item[Cup] price=3 => item[Cup].price = 6",
    "write.run item[Cup] => ok",
]  # fmt: skip

MOMENTS: dict[str, Any] = {
    "entities": {
        "task": [
            "name text!",
            "due date",
            "at datetime",
            "done yesno =no",
            "owner text",
            "late yesno := due_state = 'overdue'",
        ],
    },
    "rules": [
        ("d", "due", "task", "date=due; done=done; soon=2"),
        ("m", "due", "task", "date=at; as=x"),
        ("log", "history", "task", "fields=due, done"),
        ("all", "history", "task", "as=every"),
        ("a", "alert", "task", "when=late and not blank(owner); say={owner}: {name}"),
    ],
    "demo": {"task": ("name,due,at", ["One|today|", "Two|today+3|", "Three||today 09:00"])},
}
MOMENTS_CHECKS = [
    "clock +1d => task[One].due_state = 'overdue'",
    "clock +1d => task[Two].due_state = 'soon'",
    "edit task[One] done=yes; clock +9d => task[One].due_state = 'done'",
    "edit task[One] due=blank => task[One].due_state = 'none'",
    "clock +61m => task[Three].x_due_state = 'overdue'",
    "clock +60m => still task[Three].x_due_state = 'ok'",
    "clock +1d => task[One].late = yes",
    "edit task[One] due=today+1; edit task[One] due=today+2 => task[One].changes = 2",
    "edit task[One] owner=Ana => still task[One].changes = 0",
    "edit task[One] owner=Ana => task[One].every_changes = 1",
    "clock +5m; edit task[One] done=yes => task[One].changed_at = now",
    "add task name=Four, due=today => task[Four].changed_at = blank",
]

APPS = {
    "limit": (LIMIT, LIMIT_CHECKS),
    "require": (REQUIRE, REQUIRE_CHECKS),
    "flow": (FLOW, FLOW_CHECKS),
    "loan": (LOAN, LOAN_CHECKS),
    "booking": (BOOKING, BOOKING_CHECKS),
    "lookup": (LOOKUP, LOOKUP_CHECKS),
    "number": (NUMBER, NUMBER_CHECKS),
    "act": (ACT, ACT_CHECKS),
    "due_history_alert": (MOMENTS, MOMENTS_CHECKS),
}


@pytest.mark.parametrize("name", APPS)
def test_a_construct_means_the_same_in_both_languages(name: str, proved: Proved) -> None:
    parts, checks = APPS[name]
    assert proved(checks, **parts) == NOTHING


def test_a_check_that_is_wrong_fails_in_both_languages(proved: Proved) -> None:
    found = proved(["add seat hall=Small, who=Cy => ok"], **LIMIT)
    assert [list(failed) for failed in found.values()] == [["test_feature_f0__add_seat_hall_small_who_cy_ok"]] * 2
