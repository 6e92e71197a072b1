using Funeng.Engines.Notices;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Notices;
using Funeng.Modules.Notices.Drafts;
using Funeng.Modules.Notices.Propose;
using Funeng.Modules.Tests.Support;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Funeng.Modules.Tests.Notices;

/// <summary>A model over a real HTTP interface proposes for what the reader left; a person decides.</summary>
public sealed class ProposalTests
{
    private const string Notice = "关于申报的通知\n上年度营业收入不低于5000万元。\n企业应当有一定的人员规模。\n企业应当诚信。\n企业应当热爱创新。";
    private const string Answer = """
        好的：{"proposals":[{"sentence":2,"feel":"职工总数 >= 50"},{"sentence":3,"feel":"诚信分 > 3"},{"sentence":4,"feel":"1 < 2"},{"sentence":1,"feel":"上年度营业收入 >= 1"},{"sentence":77,"feel":"职工总数 >= 1"}]}
        """;

    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task What_a_model_proposes_counts_for_nothing_until_the_owner_takes_it_over(DatabaseKind kind)
    {
        await using var server = await ModelServer.StartAsync();
        server.Says(Answer);
        await using var city = await StartAsync(kind, server);
        var draft = await DraftAsync(city);

        await using (var unit = city.As(Role.BureauOfficer, id: 7)) Assert.IsType<KeepResult.Saved>(await unit.Get<ProposeConditions>().RunAsync(draft, 1, None));
        var proposed = await ReadAsync(city, draft);

        Assert.Equal(["上年度营业收入 >= 5000 * 万元", null, null, null], proposed.Select(sentence => sentence.Feel));
        Assert.Equal([null, new ModelProposal("qwen-test", "职工总数 >= 50", "")], proposed.Take(2).Select(sentence => sentence.Proposal));
        Assert.StartsWith("读不通", proposed[2].Proposal!.Fault, StringComparison.Ordinal);
        Assert.Equal("没有用到任何指标", proposed[3].Proposal!.Fault);

        await using (var unit = city.As(Role.BureauOfficer, id: 7))
            Assert.IsType<KeepResult.Saved>(await unit.Get<KeepNotices>().SaveAsync(draft, new NoticeChange(2, "关于申报的通知", "", "", null, new Dictionary<int, string> { [1] = "" }) { Taken = new HashSet<int> { 1, 2, 3 } }, None));
        var taken = await ReadAsync(city, draft);
        Assert.Equal(["上年度营业收入 >= 5000 * 万元", "职工总数 >= 50", null, null], taken.Select(sentence => sentence.Feel));
        Assert.True(taken[1].IsChanged);
    }

    [Theory]
    [InlineData("address: https://model.example/v1\nmodel: m\nseconds: 0")]
    [InlineData("address: https://model.example/v1\nmodel:\nkey: k")]
    [InlineData("address:\nmodel: m")]
    [InlineData("address: ftp://model.example\nmodel: m")]
    [InlineData("- no\n  mapping: [")]
    public async Task A_file_with_a_mistake_says_so_and_stops_nothing(string text)
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await File.WriteAllTextAsync(Path.Combine(city.DataFolder, ModelSettings.FileName), text, None);

        var settings = ModelSettings.Read(city.Service<Modules.Foundation.Installation>());
        using var client = new ModelClient(settings);

        Assert.False(settings.IsOn);
        Assert.Contains(ModelSettings.FileName, settings.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_sentences_without_a_condition_and_names_of_facts_leave_and_the_key_goes_with_them()
    {
        await using var server = await ModelServer.StartAsync();
        server.Says(Answer);
        await using var city = await StartAsync(DatabaseKind.Sqlite, server);
        await city.FileAsync("A", new Modules.Facts.NewFiling(0, new Engines.Facts.Period(2025), "tax", [new Modules.Facts.FiledValue("employees", Feel.Values.FeelValue.From(4711L))]));
        var draft = await DraftAsync(city);
        await using var unit = city.As(Role.BureauOfficer, id: 7);
        await unit.Get<ProposeConditions>().RunAsync(draft, 1, None);

        var (authorization, body) = Assert.Single(server.Asked);
        var said = System.Text.Json.JsonDocument.Parse(body).RootElement;
        Assert.Equal("Bearer sk-test", authorization);
        Assert.Equal("qwen-test", said.GetProperty("model").GetString());
        Assert.Equal("2. 企业应当有一定的人员规模。\n3. 企业应当诚信。\n4. 企业应当热爱创新。", said.GetProperty("messages")[1].GetProperty("content").GetString());
        Assert.DoesNotContain("4711", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_told_plainly_changes_nothing_and_shows_no_key()
    {
        await using var server = await ModelServer.StartAsync();
        await using var city = await StartAsync(DatabaseKind.Sqlite, server, seconds: 1);
        var draft = await DraftAsync(city);
        foreach (var (answer, told) in new (Func<HttpContext, Task>, string)[]
        {
            (context => { context.Response.StatusCode = 401; return Task.CompletedTask; }, "HTTP 401"),
            (context => { context.Response.Redirect("http://127.0.0.1:1/"); return Task.CompletedTask; }, "HTTP 302"),
            (context => context.Response.WriteAsync("<html>"), "不是 JSON"),
            (context => context.Response.WriteAsJsonAsync(new { choices = Array.Empty<int>() }), "约定的格式"),
            (context => context.Response.WriteAsync(new string('x', 300_000)), "超过 256 KB"),
            (context => Task.Delay(Timeout.Infinite, context.RequestAborted), "1 秒内没有回答"),
        })
        {
            server.Answer = answer;
            await using var unit = city.As(Role.BureauOfficer, id: 7);
            var refused = Assert.IsType<KeepResult.Refused>(await unit.Get<ProposeConditions>().RunAsync(draft, 1, None));
            Assert.Contains(told, Assert.Single(refused.Problems).Message, StringComparison.Ordinal);
            Assert.DoesNotContain("sk-test", refused.Problems[0].Message, StringComparison.Ordinal);
        }

        server.Says("没有建议");
        await using var last = city.As(Role.BureauOfficer, id: 7);
        Assert.IsType<KeepResult.Refused>(await last.Get<ProposeConditions>().RunAsync(draft, 1, None));
        Assert.All(await ReadAsync(city, draft), sentence => Assert.Null(sentence.Proposal));
    }

    [Fact]
    public async Task Without_a_model_nothing_is_asked_and_a_colleague_asks_nothing_for_the_owner()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var draft = await DraftAsync(city);
        await using var owner = city.As(Role.BureauOfficer, id: 7);
        await using var colleague = city.As(Role.BureauOfficer, id: 8);

        Assert.IsType<KeepResult.Refused>(await owner.Get<ProposeConditions>().RunAsync(draft, 1, None));
        Assert.IsType<KeepResult.NotFound>(await colleague.Get<ProposeConditions>().RunAsync(draft, 1, None));
    }

    private static async Task<TestInstallation> StartAsync(DatabaseKind kind, ModelServer server, int seconds = 20)
    {
        var settings = new ModelSettings { Address = server.Address, Model = "qwen-test", Key = "sk-test", Seconds = seconds };
        return await TestInstallation.StartAsync(kind, more: services => services.Replace(Microsoft.Extensions.DependencyInjection.ServiceDescriptor.Singleton(settings)));
    }

    private static async Task<long> DraftAsync(TestInstallation city)
    {
        await using var unit = city.As(Role.BureauOfficer, id: 7);
        var draft = Assert.IsType<KeepResult.Saved>(await unit.Get<KeepNotices>().StartAsync(NoticeFile.OfPlain(Notice), "Pasted", None)).Draft;
        Assert.Equal([NoticeStatus.Modelled, NoticeStatus.NotModelled, NoticeStatus.NotModelled, NoticeStatus.NotModelled], draft.Read().Select(sentence => sentence.Status));
        return draft.Id;
    }

    private static async Task<IReadOnlyList<DraftSentence>> ReadAsync(TestInstallation city, long id)
    {
        await using var unit = city.As(Role.BureauOfficer, id: 7);
        return (await unit.Get<KeepNotices>().FindAsync(id, None))!.Read();
    }
}
