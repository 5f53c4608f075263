"""The main job from end to end in a real browser: each person in his own window, language and role."""

from tests.browser.browser import PHONE

CSV = """题名,责任者,日期,年度,门类,保管期限,载体形态,页数
关于汛期值班的通知,青山县财政局,2005-05-01,2005,WS,永久,纸质,3
关于决算的报告,青山县财政局,2005-12-20,2005,WS,永久,纸质,8
"""
WRONG = CSV + "没有日期的报告,青山县财政局,2005-13-40,2005,WS,永远,纸质,2\n"
TEXT = "青山县二〇〇五年防汛经费安排：堤防加固与物资储备。"
TYPED = {
    "e-title": "关于防汛经费的通知",
    "e-formed_on": "2005-03-04",
    "e-category": "WS",
    "e-retention": "",  # a list: the arrow down chooses its first line, permanent
    "e-responsible_party": "青山县财政局",
    "e-activity": "发文",
    "e-activity_on": "2005-03-04",
}


def test_the_main_job_is_done_from_the_first_record_to_the_receipt(come_in, settle, tmp_path):
    clerk = come_in("clerk")
    register_by_keyboard(clerk)
    attach(clerk, tmp_path)
    register_in_bulk(clerk, settle, tmp_path)
    place = plan(clerk)
    prepare(clerk, place, settle)
    approver, archivist = come_in("approver", viewport=PHONE), come_in("archivist", "zh-Hant-TW")
    submit(approver, place)
    return_one(archivist, place, settle)
    correct(clerk, approver, place, settle)
    accept(archivist, come_in("director", "en", viewport=PHONE), place, settle)
    take_receipt(clerk, "登记表与交接文据（PDF）", place)
    take_receipt(archivist, "登記表與交接文據（PDF）", place)
    find(clerk)
    for username in ("inspector", "authority_officer"):
        watch(come_in(username, "en"), place)


def register_by_keyboard(clerk):
    clerk.go("/records/new")
    clerk.choose(choose__carrier="electronic")
    clerk.press("按所选显示表单")
    clerk.look()
    for field, text in TYPED.items():
        clerk.tab_to(field)
        clerk.page.keyboard.type(text) if text else clerk.page.keyboard.press("ArrowDown")
    with clerk.page.expect_navigation():
        clerk.page.keyboard.press("Enter")
    clerk.look()
    assert "已登记。" in clerk.text
    assert "A001-WS·2005-Y-0001" in clerk.text


def attach(clerk, tmp_path):
    path = tmp_path / "关于防汛经费的通知.txt"
    path.write_text(TEXT, "utf-8")
    clerk.page.locator("#file").set_input_files(path)
    with clerk.page.expect_response(lambda answer: answer.request.method == "PUT") as sent:
        clerk.page.get_by_role("button", name="添加", exact=True).click()
    assert sent.value.status == 201
    clerk.page.get_by_role("link", name=path.name).wait_for()
    clerk.look()


def register_in_bulk(clerk, settle, tmp_path):
    clerk.go("/imports")
    send_list(clerk, settle, tmp_path, WRONG)
    assert "有错误，未登记" in clerk.text
    assert "“永远”不在允许的取值内：永久、定期30年、定期10年、长期、短期。" in clerk.text
    clerk.go("/imports")
    send_list(clerk, settle, tmp_path, CSV)
    clerk.press("确认登记")
    settle()
    clerk.page.reload()
    clerk.look()
    assert "条已登记" in clerk.text


def send_list(clerk, settle, tmp_path, text):
    path = tmp_path / "目录.csv"
    path.write_text(text, "utf-8")
    clerk.page.locator("#file").set_input_files(path)
    clerk.choose(fonds=clerk.page.locator("#fonds option", has_text="A001").get_attribute("value"))
    clerk.press("上传并检查")
    settle()
    clerk.page.reload()
    clerk.look()


def plan(clerk):
    clerk.go("/due")
    clerk.page.get_by_role("main").locator("a[href*='/due/plan']").click()
    clerk.look()
    clerk.page.locator("input[name=obligation]").check()
    with clerk.page.expect_navigation():
        clerk.page.get_by_role("main").locator("form button.btn-primary").click()
    clerk.look()
    return clerk.page.url.removeprefix(clerk.address)


def prepare(clerk, place, settle):
    clerk.press("开始准备")
    clerk.fill(description="2005年度文书档案，含防汛经费安排，电子与纸质，在线移交。")
    clerk.page.locator("#description").press("Tab")
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_load_state()
    clerk.choose(opening="open", disclosure="proactive", classification="never_classified")
    with clerk.page.expect_navigation():
        clerk.page.locator("section[aria-labelledby=opinions-title] button").click()
    clerk.look()
    check_and_sign(clerk, place, settle, 1)


def check_and_sign(clerk, place, settle, turn):
    clerk.go(place)
    clerk.press("开始检测")
    settle()
    clerk.go(place)
    decide(clerk, f"检测：移交单位，第 {turn} 轮", "逐件查看，均可阅读。", "判定：通过")
    clerk.go(place)
    clerk.press("签名并送审")
    clerk.look()
    assert "待审核" in clerk.text


def decide(person, tab, note, button):
    person.follow(tab)
    person.fill(note=note)
    person.press(button)
    person.look()


def submit(approver, place):
    approver.go(place)
    approver.follow("签名盖章并提交")
    approver.press("签名盖章并提交")
    approver.look()
    assert "已提交" in approver.text


def check_at_the_archive(archivist, place, settle, turn):
    archivist.go(place)
    archivist.press("開始檢測")
    archivist.look()
    settle()
    archivist.go(place)
    decide(archivist, f"檢測：接收單位，第 {turn} 輪", "抽樣檢視，均可閱讀。", "判定：通過")
    archivist.go(f"{place}/units")


def return_one(archivist, place, settle):
    check_at_the_archive(archivist, place, settle, 1)
    archivist.go(place)
    archivist.follow("退回補正")
    archivist.page.get_by_role("textbox", name="《关于决算的报告》的理由").fill("頁數與實物不符，實為 9 頁。")
    archivist.press("退回補正")
    archivist.look()
    assert "頁數與實物不符，實為 9 頁。" in archivist.text


def correct(clerk, approver, place, settle):
    clerk.go(place)
    clerk.follow("頁數與實物不符，實為 9 頁。")
    clerk.follow("修改著录")
    clerk.fill(e__pages="9")
    clerk.press("保存")
    clerk.look()
    assert "9" in clerk.text
    clerk.go(place)
    clerk.press("标为已补正")
    check_and_sign(clerk, place, settle, 2)
    submit(approver, place)


def accept(archivist, director, place, settle):
    check_at_the_archive(archivist, place, settle, 2)
    for counted in archivist.page.locator("select[name^='outcome:']").all():
        counted.select_option("present")
    archivist.press("保存清點結果")
    archivist.look()
    archivist.go(place)
    archivist.press("簽名並擬同意接收")
    archivist.look()
    director.go(place)
    director.follow("Sign, seal and accept")
    director.press("Sign, seal and accept")
    director.look()
    settle()
    director.go(place)
    assert "Receipt JJ2026-" in director.text


def take_receipt(person, name, place):
    person.go(place)
    with person.page.expect_download() as download:
        person.page.get_by_role("link", name=name).click()
    assert download.value.path().read_bytes()[:5] == b"%PDF-"


def find(clerk):
    clerk.go("/search")
    clerk.page.locator("#q").fill("堤防加固")
    clerk.page.locator("#q").press("Enter")
    clerk.page.locator(".hits").wait_for()
    clerk.look()
    assert clerk.page.locator("mark").first.inner_text() == "堤防加固"
    clerk.follow("关于防汛经费的通知")
    assert "由档案馆保管" in clerk.text
    assert clerk.page.get_by_role("link", name="修改著录").count() == 0


def watch(person, place):
    for path in (place, f"{place}/units", "/records", "/search?q=防汛", "/due", "/plans", "/transfers"):
        person.go(path)
    assert person.page.get_by_role("main").locator("form[method=post]").count() == 0
