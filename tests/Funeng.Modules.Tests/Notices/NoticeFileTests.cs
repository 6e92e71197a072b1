using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Funeng.Engines.Notices;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Notices;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Architecture;
using Funeng.Modules.Tests.Foundation.Spreadsheets;

namespace Funeng.Modules.Tests.Notices;

public sealed class NoticeFileTests(ITestOutputHelper output)
{
    private static readonly RuleBook Book = RuleBook.Load(Repository.Folder("rules"));
    private static readonly NoticeDrafter Drafter = new(Book, NoticeWordsFile.Read(Repository.Folder("rules")));
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private const string Notice = """
        淄博市人民政府办公室文件
        淄政办字〔2024〕12号
        淄博市人民政府办公室
        关于支持工业企业创新的若干措施的通知
        各区县人民政府，市政府各部门：
        根据《山东省工业转型升级行动计划》（鲁政办字〔2023〕5号），现将《若干措施》印发给你们。
        一、申报企业应当在本市注册，上年度营业收入不低于5000万元，研发费用占比3%以上。
        二、同一项目不重复享受。
        淄博市人民政府办公室
        2024年3月14日
        """;

    [Fact]
    public async Task A_plain_text_gives_heading_sentences_and_drafts()
    {
        var reading = Drafter.Read(await TextOf("notice.txt", Encoding.UTF8.GetBytes(Notice)));

        Assert.Equal("淄博市人民政府办公室关于支持工业企业创新的若干措施的通知", reading.Title);
        Assert.Equal(("淄政办字〔2024〕12号", "淄博市人民政府办公室", new DateOnly(2024, 3, 14)), (reading.Number, reading.Issuer, reading.Issued));
        Assert.Equal(
            ["contains(注册地, \"淄博市\") and 上年度营业收入 >= 5000 * 万元 and 上年度研发费用占营业收入比重 >= 3", "not(已享受同类扶持)"],
            reading.Sentences.Where(sentence => sentence.Feel is not null).Select(sentence => sentence.Feel));
        Assert.All(reading.Sentences.Where(sentence => sentence.Feel is null), sentence => Assert.Equal(NoticeStatus.NotModelled, sentence.Status));
    }

    [Fact]
    public async Task The_same_notice_reads_the_same_in_GB18030_as_a_page_and_as_a_document()
    {
        var expected = Drafter.Read(await TextOf("notice.txt", Encoding.UTF8.GetBytes(Notice)));
        var lines = Notice.Split('\n');
        var page = "<html><head><title>通知 - 某市人民政府</title></head><body><div class=nav><a href=#>首页</a><a href=#>政务公开</a></div><div id=zoom>"
            + string.Concat(lines.Select(line => $"<p>{line}")) + "</div><div class=footer>主办单位：某市人民政府办公室<br>备案号 1234</div><script>var a='，。';</script></body></html>";

        foreach (var (name, bytes) in new[]
        {
            ("gb.txt", ChineseText.Gb18030.GetBytes(Notice)), ("page.html", Encoding.UTF8.GetBytes(page)), ("document.docx", Docx(lines)),
        })
        {
            var reading = Drafter.Read(await TextOf(name, bytes));

            Assert.Equal((name, expected.Number, expected.Issuer, expected.Issued), (name, reading.Number, reading.Issuer, reading.Issued));
            Assert.Equal(expected.Sentences.Select(sentence => sentence.Feel), reading.Sentences.Select(sentence => sentence.Feel));
        }
    }

    [Fact]
    public async Task What_is_no_notice_is_refused_with_the_reason()
    {
        var bomb = Docx([new string('营', 6_000_000)]);

        Assert.Contains("空", await RefusalOf("a.txt", []), StringComparison.Ordinal);
        Assert.Contains("不像正常的通知", await RefusalOf("a.docx", bomb), StringComparison.Ordinal);
        Assert.Contains("不是 Word 文档", await RefusalOf("a.docx", Zip("other.xml", "<a/>")), StringComparison.Ordinal);
        Assert.Contains("不完整", await RefusalOf("a.docx", [.. "PK\u0003\u0004 broken"u8]), StringComparison.Ordinal);
        Assert.Contains(".docx", await RefusalOf("a.doc", [0xD0, 0xCF, 0x11, 0xE0, 0, 0]), StringComparison.Ordinal);
        Assert.Contains("不是文字", await RefusalOf("a.txt", [0, 1, 2, 255, 254]), StringComparison.Ordinal);
        Assert.Contains("超过", await RefusalOf("a.txt", new byte[NoticeFile.MaxBytes + 1]), StringComparison.Ordinal);
        Assert.Contains("不像一份通知", await RefusalOf("a.txt", Encoding.UTF8.GetBytes(new string('字', NoticeFile.MaxLetters + 1))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PDF_is_read_where_the_reader_is_installed_and_else_refused_with_the_reason()
    {
        var installed = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "pdftotext")));

        Assert.Contains(installed ? "打不开" : "没有安装 pdftotext", await RefusalOf("a.pdf", [.. "%PDF-1.7 broken"u8]), StringComparison.Ordinal);
        if (installed) Assert.Equal("Notice of 2024", Assert.Single((await TextOf("a.pdf", Pdf("Notice of 2024"))).Blocks).Text);
        else Assert.Contains("没有安装 pdftotext", await RefusalOf("a.pdf", Pdf("Notice of 2024")), StringComparison.Ordinal);
    }

    /// <summary>Printed by a browser from a page: two pages with head and foot, broken lines, a table.</summary>
    [Fact]
    public async Task A_printed_notice_of_two_pages_is_read_as_paragraphs_and_drafted()
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "pdftotext")))) Assert.Skip("pdftotext (poppler-utils) is not installed here.");
        var text = await TextOf("notice.pdf", await File.ReadAllBytesAsync(Path.Combine(Repository.Folder("tests/Funeng.Modules.Tests/Notices"), "notice.pdf"), Cancellation));
        var reading = Drafter.Read(text);

        Assert.Equal(("关于组织申报2025年度企业技术创新奖补资金的通知", "淄工信发〔2025〕18号", "淄博市工业和信息化局", new DateOnly(2025, 4, 8)), (reading.Title, reading.Number, reading.Issuer, reading.Issued));
        Assert.DoesNotContain(text.Blocks, block => block.Text.Contains("file:", StringComparison.Ordinal) || block.Text.Contains("1/2", StringComparison.Ordinal) || block.Text.Contains("AM", StringComparison.Ordinal));
        Assert.Contains("上年度营业收入\t≥5000万元\t审计报告", text.Blocks.Where(block => block.IsTableRow).Select(block => block.Text));
        Assert.Contains(text.Blocks, block => block.Text.StartsWith("（五）近三年未发生", StringComparison.Ordinal) && block.Text.EndsWith("并愿意接受监督检查。", StringComparison.Ordinal));
        Assert.Equal(
            [
                "contains(注册地, \"淄博市\") and 划型行业 = \"工业\"",
                "上年度营业收入 >= 5000 * 万元 and 上年度研发费用占营业收入比重 >= 3 and 近两年研发费用合计 >= 1200 * 万元",
                "有效发明专利数 >= 3 or 实用新型与软件著作权合计 >= 10",
                "上年末资产负债率 <= 70 and 职工总数 >= 50 and 研发人员占职工总数比例 >= 10",
                "近三年无较大及以上安全质量环境事故 and 未列入经营异常或严重失信名单",
                "上年度营业收入 > 1 * 亿元",
                "上年度营业收入 >= 5000 * 万元",
                "授权发明专利数 >= 2",
                "not(已享受同类扶持)",
            ], reading.Sentences.Where(sentence => sentence.Feel is not null).Select(sentence => sentence.Feel));
    }

    [Fact]
    public void Lines_of_a_page_of_a_PDF_become_paragraphs_and_the_number_below_a_title_stays_apart()
    {
        var page = "   关于开展2026年度创新企业奖励申报的通知\n     淄工信字〔2026〕12号\n各区县工业和信息化局：\n申报企业应在淄博市注册，上年度营业收入不低于5000万元，研发费用占营业收\n入比重不低于3%。\n- 1 -\n";

        Assert.Equal(
            ["关于开展2026年度创新企业奖励申报的通知", "淄工信字〔2026〕12号", "各区县工业和信息化局：", "申报企业应在淄博市注册，上年度营业收入不低于5000万元，研发费用占营业收入比重不低于3%。"],
            PdfNotice.Paragraphs(page).Select(block => block.Text));
    }

    [Fact]
    public async Task Control_characters_of_a_page_are_left_out_and_many_open_tags_are_read_at_once()
    {
        var page = "<html><body><p>关于申报的\u0001通知</p>" + string.Concat(Enumerable.Repeat("<a b=", 100_000)) + "</body></html>";

        var text = await TextOf("a.html", Encoding.UTF8.GetBytes(page));

        Assert.Contains(text.Blocks, block => block.Text.Contains("关于申报的通知", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_draft_of_the_labelled_clauses_is_accepted_by_the_door_of_rule_packs()
    {
        var clauses = ClauseSet.Load("clauses.tsv").Clauses.Concat(ClauseSet.Load("clauses-held-out.tsv").Clauses).Select(clause => new NoticeBlock(clause.Sentence)).ToList();
        var raw = new NoticeReader(Book.Catalogue, NoticeWordsFile.Read(Repository.Folder("rules"))).Read(new NoticeText(clauses, NoticeHints.None));

        var checkedByDoor = Drafter.Read(new NoticeText(clauses, NoticeHints.None));

        Assert.Equal(raw.Sentences.Select(sentence => sentence.Feel), checkedByDoor.Sentences.Select(sentence => sentence.Feel));
    }

    [Fact]
    public void A_condition_that_no_catalogue_can_say_is_refused_and_a_threshold_has_a_case_on_either_side()
    {
        Assert.NotNull(Drafter.ProblemOf("没有的事实 > 3"));
        Assert.Null(Drafter.ProblemOf("上年度营业收入 >= 5000 * 万元"));

        var cases = Drafter.Boundaries("上年度营业收入 >= 5000 * 万元", new DateOnly(2025, 6, 30));

        Assert.Equal([(-1, "NotMet"), (0, "Met"), (1, "Met")], cases.Select(item => (item.Side, item.Outcome.ToString()!)));
    }

    [Fact]
    public async Task Pages_of_authorities_give_title_number_issuer_and_date()
    {
        var folder = SharedFolder.Find("data/policy-pages");
        Assert.SkipWhen(folder is null, "The folder shared/data/policy-pages is not beside the repository.");
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder!, "expected.json"), Cancellation));
        var right = new Dictionary<string, int> { ["title"] = 0, ["number"] = 0, ["issuer"] = 0, ["date"] = 0 };

        foreach (var page in expected.RootElement.EnumerateArray())
        {
            var file = page.GetProperty("file").GetString()!;
            var reading = Drafter.Read(await TextOf(file, await File.ReadAllBytesAsync(Path.Combine(folder!, file), Cancellation)));
            right["title"] += SaysTheSame(page.GetProperty("title").GetString()!, reading.Title) ? 1 : 0;
            right["number"] += page.GetProperty("doc_number").GetString() == reading.Number ? 1 : 0;
            right["issuer"] += SaysTheSame(page.GetProperty("issuer").GetString()!, reading.Issuer) ? 1 : 0;
            right["date"] += page.GetProperty("published").GetString() == reading.Issued?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ? 1 : 0;
            output.WriteLine($"{file}: {reading.Title} | {reading.Number} | {reading.Issuer} | {reading.Issued:yyyy-MM-dd} | {reading.Sentences.Count}");
        }

        Assert.Equal((5, 5), (right["title"], right["number"]));
        Assert.InRange(right["issuer"], 4, 5);
        Assert.InRange(right["date"], 4, 5);
    }

    // People shortened titles and names of bodies; the one holds the other.
    private static bool SaysTheSame(string expected, string? found)
    {
        static string Bare(string text) => new([.. text.Where(letter => char.IsLetter(letter) && letter != '和')]);
        var (left, right) = (Bare(expected.Split('（')[0]), Bare(found ?? ""));
        return right.Length > 1 && (left.Contains(right, StringComparison.Ordinal) || right.Contains(left, StringComparison.Ordinal));
    }

    private static async Task<NoticeText> TextOf(string name, byte[] content) =>
        Assert.IsType<NoticeFileReading.Read>(await NoticeFile.ReadAsync(name, content, Cancellation)).Text;

    private static async Task<string> RefusalOf(string name, byte[] content) =>
        Assert.IsType<NoticeFileReading.Refused>(await NoticeFile.ReadAsync(name, content, Cancellation)).Reason;

    // Without a table of places, which its readers put up again.
    private static byte[] Pdf(string line)
    {
        var drawn = $"BT /F1 12 Tf 72 700 Td ({line}) Tj ET";
        return Encoding.ASCII.GetBytes($"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
            + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
            + $"4 0 obj<</Length {drawn.Length}>>stream\n{drawn}\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF\n");
    }

    private static byte[] Docx(IEnumerable<string> lines) => Zip("word/document.xml",
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
        + string.Concat(lines.Select(line => $"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")) + "</w:body></w:document>");

    private static byte[] Zip(string part, string text)
    {
        using var file = new MemoryStream();
        using (var package = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(package.CreateEntry(part).Open());
            writer.Write(text);
        }

        return file.ToArray();
    }
}
