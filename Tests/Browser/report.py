"""Tests of reports in a browser: python3 report.py FOLDER [PICTURES], where FOLDER holds what pages.lua has written."""

import csv
import json
import os
import re
import sys
import time

from browser import Browser

folder = os.path.abspath(sys.argv[1])
pictures = sys.argv[2] if len(sys.argv) > 2 else None
browser = Browser()
failures = 0


def equal(what, got, expected):
    global failures
    if got != expected:
        failures += 1
        print(f"FAILED  {what}\n  got      {got!r}\n  expected {expected!r}")


def luminance(color):
    """Of WCAG 2, of "rgb(1, 2, 3)"."""
    channels = [float(part) / 255 for part in re.findall(r"[\d.]+", color)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def looks():
    """Pages of every kind of figure: nothing in the console, no request, nothing wider than the window."""
    for name in ("kinds", "values"):
        for width in (1200, 360):
            for scheme in ("light", "dark"):
                what = f"{name}, {width} pixels, {scheme}"
                browser.open(f"{folder}/{name}.html", width, prefers_color_scheme=scheme)
                equal(what + ": console and requests", browser.complaints(), [])
                equal(what + ": width", browser.evaluate("document.documentElement.scrollWidth"), width)
                equal(what + ": a script in a title", browser.evaluate("typeof evil"), "undefined")
                # Letters of the page and of figures on what they stand on.
                pairs = browser.evaluate("""[...document.querySelectorAll("p, li, h1, h2, td, th, button, figcaption, a")]
                  .map(element => { let around = element;
                    while (getComputedStyle(around).backgroundColor === "rgba(0, 0, 0, 0)") around = around.parentElement;
                    return [getComputedStyle(element).color, getComputedStyle(around).backgroundColor]; })""")
                equal(what + ": contrast of texts", [pair for pair in pairs if contrast(*pair) < 4.5], [])
                pairs = browser.evaluate("""[...document.querySelectorAll(".chart g[fill][aria-label]")].map(letters =>
                  [getComputedStyle(letters).fill, getComputedStyle(letters.closest(".box")).backgroundColor])""")
                equal(what + ": contrast of letters", [pair for pair in pairs if contrast(*pair) < 4.5], [])
                # What has a colour of its own where there is no number keeps it, in the bar as in the grid.
                apart = browser.evaluate("""[...new Set([...document.querySelectorAll('.chart [fill="#c8c8c8"]')].map(
                  one => getComputedStyle(one).fill))]""")
                equal(what + ": what has no number", apart, ["rgb(200, 200, 200)"])
                # White boxes in the dark.
                paper = browser.evaluate("""[...new Set([...document.querySelectorAll('.chart [fill="#ffffff"]')].map(
                  one => getComputedStyle(one).fill))]""")
                expected = ["rgb(255, 255, 255)"] if scheme == "light" else ["rgb(22, 27, 34)"]
                equal(what + ": paper", paper, expected if paper else [])
                if pictures:
                    browser.picture(f"{pictures}/{name}-{width}-{scheme}.png")


def switches():
    browser.open(f"{folder}/kinds.html", 1200, prefers_color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = browser.evaluate(background)
    for label, is_dark in (("Light", False), ("Dark", True)):
        equal("the switch says where it leads", browser.evaluate("theme.textContent"), label)
        browser.evaluate("theme.click()")
        equal("the switch to " + label, browser.evaluate(background) == dark, is_dark)
    browser.call("Emulation.setEmulatedMedia", media="print")
    paper = browser.evaluate("getComputedStyle(document.querySelector('.box')).backgroundColor")
    equal("paper is white", luminance(paper), 1)
    equal("buttons are not printed", browser.evaluate("getComputedStyle(theme).display"), "none")


def policy():
    """A script that got into the page would not run, and nothing would be asked for."""
    browser.open(f"{folder}/values.html", 1200)
    browser.evaluate("""{const script = document.createElement("script"); script.textContent = "window.evil = 1";
      document.body.append(script);
      const image = document.createElement("img"); image.src = "http://127.0.0.1:9/a.png"; document.body.append(image);
      document.body.insertAdjacentHTML("beforeend", '<p onclick="window.evil = 2" style="color: red" id="late">x</p>');
      document.getElementById("late").click()}""")
    equal("a foreign script", browser.evaluate("typeof evil"), "undefined")
    equal("a foreign style", browser.evaluate("getComputedStyle(late).color !== 'rgb(255, 0, 0)'"), True)
    refused = " ".join(browser.complaints())
    equal("what is refused is told of", "Content Security Policy" in refused, True)


def bring(number):
    browser.evaluate(f"document.getElementById('figure-{number}').scrollIntoView({{block: 'center'}})")


def place(number, x, y, panel=0):
    """Where a part of a figure's box is in the window, x and y from 0 to 1 upwards: by the frame that is drawn."""
    bring(number)
    box = browser.evaluate(f"""{{const frames = [...document.querySelectorAll(
      '#figure-{number} rect[fill="none"][stroke="#333333"]')].filter(
        one => one.width.baseVal.value > 60 && one.getClientRects().length);
      const box = frames[{panel}].getBoundingClientRect(); [box.left, box.top, box.width, box.height]}}""")
    return box[0] + x * box[2], box[1] + (1 - y) * box[3]


def shown(number):
    return browser.evaluate(f"""{{const tip = document.querySelector('#figure-{number} .tip');
      tip.hidden ? "" : tip.textContent}}""")


def pointer():
    for width in (1200, 360):
        browser.open(f"{folder}/values.html", width)
        for number, x, y, panel, expected in (
            (1, 0.2, 0.3, 0, "first\nt = 2\nloss = 3"), (1, 0.49, 0.78, 0, "first\nt = 5\nloss = 8"),
            (1, 0.7, 0.05, 0, "first\nt = 7\nloss = 0.3"), (1, 0.88, 0.92, 0, "second\nt = 9\nloss = 9"),
            (2, 1 / 3, 2 / 3, 0, "x = 10\ny = 0.01"), (2, 2 / 3, 1 / 3, 0, "x = 100\ny = 0.0001"),
            (3, 0.1, 0.2, 0, "w = 1\nx = 1\ny = 1"), (3, 0.5, 0.9, 0, "w = 0.33333333\nx = 2\ny = 2"),
            (3, 0.99, 0.99, 0, "w = \u221e\nx = 3\ny = 2"), (3, 0.6, 0.1, 0, "w = 2\nx = 2\ny = 1"),
            (4, 0.25, 0.1, 0, "x = GD\ny = 2"), (4, 0.75, 0.1, 0, "x = HB\ny = 4"),
            (5, 0.2, 0.05, 0, "from = 0\nto = 2\ncount = 1"), (5, 0.8, 0.05, 0, "from = 2\nto = 4\ncount = 5"),
            (8, 0.9, 0.1, 0, "z = 2\nx = HB\ny = low"), (8, 0.1, 0.9, 0, "z = 3\nx = GD\ny = high"),
            (9, 0.5, 0.49, 0, "x = 1\ny = 123456789012"),
            (6, 0.5, 0.5, 0, "x = 5\ny = 5"), (6, 0.2, 0.8, 1, "x = 2\ny = 8"),
        ):
            browser.move(*place(number, x, y, panel))
            equal(f"the pointer on figure {number} of {width} pixels at {x:.2f}, {y:.2f}", shown(number), expected)
        browser.move(5, 5)
        equal("beside the figures nothing is shown",
              browser.evaluate("[...document.querySelectorAll('.tip')].every(tip => tip.hidden)"), True)
        browser.touch(*place(1, 0.5, 0.8))
        equal("a touch", shown(1), "first\nt = 5\nloss = 8")
        for number in (1, 6):
            browser.move(*place(number, 0.2, 0.3))
            inside = browser.evaluate(f"""{{
              const tip = document.querySelector('#figure-{number} .tip').getBoundingClientRect();
              tip.left >= 0 && tip.right <= innerWidth}}""")
            equal(f"what is shown lies in a window of {width} pixels", inside, True)


def keys():
    browser.open(f"{folder}/values.html", 1200)

    def press(number, *names):
        browser.evaluate(f"document.querySelector('#figure-{number} .plot').focus()")
        for name in names:
            browser.key(name.removeprefix("Shift+"), name.startswith("Shift+"))
        said = browser.evaluate(f"document.querySelector('#figure-{number} .said').textContent")
        browser.evaluate("document.activeElement.blur()")
        return said

    for number, names, expected in (
        (1, ["ArrowRight"], "first, t = 2, loss = 3"), (1, ["ArrowRight", "ArrowRight"], "first, t = 5, loss = 8"),
        (1, ["ArrowRight", "End"], "first, t = 7, loss = 0.3"),
        (1, ["ArrowRight", "End", "Home"], "first, t = 2, loss = 3"),
        (1, ["ArrowRight", "Shift+ArrowRight", "ArrowLeft"], "first, t = 5, loss = 8"),
        (1, ["ArrowRight", "ArrowDown"], "second, t = 1, loss = 9"),
        (1, ["ArrowRight", "PageDown", "ArrowRight", "ArrowUp"], "first, t = 5, loss = 8"),
        (3, ["ArrowRight", "ArrowRight", "ArrowUp"], "w = 0.33333333, x = 2, y = 2"),
        (6, ["ArrowRight", "PageDown"], "x = 2, y = 8"),
    ):
        equal(f"keys {names} on figure {number}", press(number, *names), expected)
    browser.evaluate("document.querySelector('#figure-1 .plot').focus()")
    browser.key("ArrowRight")
    browser.key("Escape")
    equal("Escape hides what is shown", shown(1), "")
    order = browser.evaluate("""[...document.querySelectorAll("button, a[href], [tabindex]")].map(
      one => one.getAttribute("aria-label") || one.textContent).filter(name => !name.trim()).length""")
    equal("all that takes the focus has a name", order, 0)
    levels = browser.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map(one => Number(one.tagName[1]))")
    equal("the first heading is the page's", levels[0], 1)
    equal("headings go down by one level", [pair for pair in zip(levels, levels[1:]) if pair[1] > pair[0] + 1], [])
    charts = browser.evaluate("""[...document.querySelectorAll('.chart')].every(
      one => one.getAttribute("aria-label")
        && document.getElementById(one.getAttribute("aria-describedby")).textContent)""")
    equal("each figure is told in words", charts, True)


def saved(button):
    """What a click on a button saves."""
    before = set(os.listdir(folder))
    browser.evaluate(f"document.querySelector('{button}').click()")
    while True:
        new = [name for name in set(os.listdir(folder)) - before if not name.endswith(".crdownload")]
        if new and os.path.getsize(f"{folder}/{new[0]}"):
            break
        time.sleep(0.02)
    with open(f"{folder}/{new[0]}", newline="", encoding="utf-8") as file:
        text = file.read()
    os.remove(f"{folder}/{new[0]}")
    return new[0], text


def data():
    browser.open(f"{folder}/values.html", 1200)
    browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=folder)
    name, text = saved("#figure-1 .tools button")
    equal("the name of a file", name, "figure-1.csv")
    equal("a figure as CSV", text, "series,x,y\nfirst,2,3\nfirst,5,8\nfirst,7,0.30000000000000004\nsecond,1,9\nsecond,9,9\n")
    name, text = saved("#figure-7 .tools button")
    rows = list(csv.reader(text.splitlines()))
    equal("CSV of several layers", rows, [
        ["series", "x", "y", "error"], ['a, "b"', "1", "0.3333333333333333", ""], ['a, "b"', "2", "nan", ""],
        ["", "1", "5e-324", "0.5"], ["", "3", "1e+300", "0.5"]])
    equal("doubles come back", [float(rows[1][2]), float(rows[3][2]), float(rows[4][2])], [1 / 3, 5e-324, 1e300])
    name, text = saved("#figure-7 .tools button:nth-of-type(2)")
    equal("JSON", json.loads(text)[2], {"series": "", "x": 1, "y": 5e-324, "error": 0.5})
    _, text = saved("#figure-3 .tools button")
    equal("a grid as CSV", text, "x,y,w\n1,1,1\n2,1,2\n3,1,3\n1,2,4\n2,2,0.3333333333333333\n3,2,inf\n")
    _, text = saved("#figure-8 .tools button")
    equal("a grid with names", text, "x,y,z\nGD,low,1\nHB,low,2\nGD,high,3\nHB,high,4\n")
    _, text = saved("#figure-4 .tools button")
    equal("bars with names", text, "x,y\nGD,2\nHB,4\n")
    _, text = saved("#figure-6 .tools button")
    equal("panels", text, "panel,x,y\n1,5,5\n2,2,8\n")
    _, text = saved("#table-1 .tools button")
    equal("a table as CSV", text, "n,s,v\n10,b,0.3333333333333333\n9,a,nan\n100,c,1e+300\n,d,-1\n")
    _, text = saved("#table-1 .tools button:nth-of-type(2)")
    equal("a table as JSON", text, '[\n{"n":10,"s":"b","v":0.3333333333333333},\n{"n":9,"s":"a","v":NaN},\n'
          '{"n":100,"s":"c","v":1e+300},\n{"s":"d","v":-1}\n]\n')
    # Without a gesture a page may save ten files.
    browser.open(f"{folder}/values.html", 1200)
    _, text = saved("#figure-10 .tools button:nth-of-type(2)")
    equal("columns of one name", [json.loads(text)[at] for at in (1, 6)], [
        {"panel": 1, "x": 2, "y": 1, "y (2)": 2}, {"panel": 2, "x": 1, "y": 2, "panel (2)": 7}])
    _, text = saved("#table-2 .tools button:nth-of-type(2)")
    equal("an empty text and none", json.loads(text), [{"s": "", "n": 1}, {"n": 2}])


def sorting():
    browser.open(f"{folder}/values.html", 1200)

    def order(column, clicks, table=1):
        for _ in range(clicks):
            browser.evaluate(f"document.querySelectorAll('#table-{table} th button')[{column}].click()")
        letters = browser.evaluate(f"""[...document.querySelectorAll('#table-{table} tbody tr')].map(
          row => row.cells[1].textContent).join('')""")
        sign = browser.evaluate(f"document.querySelectorAll('#table-{table} th')[{column}].getAttribute('aria-sort')")
        return letters, sign

    # What is missing is last in either direction.
    equal("numbers upwards", order(0, 1), ("abcd", "ascending"))
    equal("numbers downwards", order(0, 1), ("cbad", "descending"))
    equal("as they were", order(0, 1), ("bacd", None))
    equal("texts", order(1, 1), ("abcd", "ascending"))
    equal("another column", order(2, 1), ("dbca", "ascending"))
    equal("integers that are one as doubles", order(0, 1, table=3), ("abcd", "ascending"))


for check in (looks, switches, policy, pointer, keys, data, sorting):
    check()
browser.close()
print(f"reports in a browser: {failures} failed" if failures else "reports in a browser: as they should be")
sys.exit(1 if failures else 0)
