using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tests.Support;
using Funeng.Modules.Tests.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Foundation.Notifications;

/// <summary>Messages that leave the product, to a real local chat robot and a real local mail server. The clock begins at Monday 2 March 2026, 9:00.</summary>
public sealed class NoticesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task A_supervision_order_reaches_the_group_once_in_the_words_of_its_chat(DatabaseKind kind)
    {
        await using var robot = await ChatRobot.StartAsync();
        await using var city = await StartAsync(kind, $"allow: [\"{robot.Address.Split("/robot")[0]}/robot/send\"]\nsite: https://funeng.example\n");
        var bureau = await city.MakeBodyAsync("工信局");
        await AddTargetAsync(city, robot.Address, "WeCom", nameof(NoticeTopic.Supervision));

        await using (var unit = city.As())
        {
            await unit.Get<IssueOrders>().IssueAsync(new NewOrder("用地手续", "请说明进度", bureau.Id), Cancellation);
            await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        }

        Assert.Equal(1, await SendAsync(city) + await SendAsync(city));
        var message = Assert.Single(robot.Heard);
        Assert.Contains("\"msgtype\":\"markdown\"", message, StringComparison.Ordinal);
        Assert.Contains("督办单：用地手续", message, StringComparison.Ordinal);
        Assert.Contains("https://funeng.example/supervision/", message, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_robot_that_fails_is_asked_again_later_and_in_the_end_given_up(DatabaseKind kind)
    {
        await using var robot = await ChatRobot.StartAsync();
        await using var city = await StartAsync(kind, $"allow: [\"{robot.Address.Split("?")[0]}\"]\nquietFrom: 0\nquietTo: 0\n");
        await AddTargetAsync(city, robot.Address, "DingTalk", nameof(NoticeTopic.Cards));
        await TellAsync(city, "card/1");
        robot.Reply = (200, """{"errcode":310000,"errmsg":"keywords not in content"}""");

        Assert.Equal(0, await SendAsync(city));
        Assert.Equal(0, await SendAsync(city));
        Assert.Single(robot.Heard);
        Assert.Equal((OutgoingState.Waiting, "errcode 310000: keywords not in content"), await StateAsync(city));

        robot.Reply = (500, "");
        for (var round = 0; round < 5; round++)
        {
            city.Time.Advance(TimeSpan.FromHours(13));
            await SendAsync(city);
        }

        Assert.Equal(6, robot.Heard.Count);
        Assert.Equal((OutgoingState.GivenUp, "HTTP 500"), await StateAsync(city));
    }

    [Theory, OnBothDatabases]
    public async Task What_was_told_twice_goes_out_once_and_a_redirect_is_not_followed(DatabaseKind kind)
    {
        await using var robot = await ChatRobot.StartAsync();
        await using var city = await StartAsync(kind, $"allow: [\"{robot.Address.Split("?")[0]}\"]\nquietFrom: 0\nquietTo: 0\n");
        await AddTargetAsync(city, robot.Address, "Feishu", nameof(NoticeTopic.Cards));
        robot.Reply = (302, "");

        await TellAsync(city, "card/1");
        await TellAsync(city, "card/1");
        await SendAsync(city);

        Assert.DoesNotContain("redirected", Assert.Single(robot.Heard), StringComparison.Ordinal);
        Assert.Equal((OutgoingState.Waiting, "HTTP 302"), await StateAsync(city));
    }

    [Theory, OnBothDatabases]
    public async Task Two_processes_send_a_message_once_and_one_cut_off_is_taken_up_again(DatabaseKind kind)
    {
        await using var robot = await ChatRobot.StartAsync();
        await using var city = await StartAsync(kind, $"allow: [\"{robot.Address.Split("?")[0]}\"]\nquietFrom: 0\nquietTo: 0\n");
        await AddTargetAsync(city, robot.Address, "WeCom", nameof(NoticeTopic.Cards));
        for (var number = 0; number < 5; number++) await TellAsync(city, $"card/{number}");

        await Task.WhenAll(SendAsync(city), SendAsync(city), SendAsync(city));
        Assert.Equal(5, robot.Heard.Count);

        await city.ExecuteAsync("update outgoing_notice set state = 'Sending' where dedup like 'card/3/%'");
        await SendAsync(city);
        Assert.Equal(6, robot.Heard.Count);
    }

    [Theory, OnBothDatabases]
    public async Task In_quiet_hours_nothing_goes_out_until_they_end(DatabaseKind kind)
    {
        await using var robot = await ChatRobot.StartAsync();
        await using var city = await StartAsync(kind, $"allow: [\"{robot.Address.Split("?")[0]}\"]\n");
        await AddTargetAsync(city, robot.Address, "WeCom", nameof(NoticeTopic.Cards));
        city.Time.Advance(TimeSpan.FromHours(13));

        await TellAsync(city, "card/1");
        Assert.Equal(0, await SendAsync(city));
        city.Time.Advance(TimeSpan.FromHours(10));
        Assert.Equal(1, await SendAsync(city));
    }

    [Theory]
    [InlineData("https://open.feishu.cn/open-apis/bot/v2/hook/abc", true)]
    [InlineData("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", true)]
    [InlineData("http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", false)]
    [InlineData("https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send", false)]
    [InlineData("https://qyapi.weixin.qq.com@evil.example/cgi-bin/webhook/send", false)]
    [InlineData("https://qyapi.weixin.qq.com/cgi-bin/webhook/sendelse", false)]
    [InlineData("https://qyapi.weixin.qq.com/cgi-bin/webhook/../gettoken", false)]
    [InlineData("http://127.0.0.1:5080/accounts", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("", false)]
    public void Messages_go_to_allowed_addresses_only(string address, bool isAllowed) => Assert.Equal(isAllowed, new NoticeSettings().Allows(address));

    [Theory, OnBothDatabases]
    public async Task A_digest_comes_on_the_morning_of_a_working_day_once_and_without_what_was_muted(DatabaseKind kind)
    {
        await using var mail = new MailServer();
        await using var city = await StartAsync(kind, $"mail: {{ host: 127.0.0.1, port: {mail.Port}, from: funeng@example.gov.cn }}\n");
        var bureau = await city.MakeBodyAsync("工信局");
        await city.OpenAsync(new NewTask("errand", TaskSource.None, "Report the list") { Owner = Holder.Post(bureau.ClerkPost), Due = new DateOnly(2026, 3, 6) });
        await city.OpenAsync(new NewTask("visit", TaskSource.None, "Muted visit") { Owner = Holder.Post(bureau.ClerkPost) });
        await using (var unit = city.AsClerk(bureau))
        {
            Assert.NotEmpty(await unit.Get<KeepNotices>().ChooseAsync(new TypedChoice("no mail", "Workdays", "8", "21", "8", []), Cancellation));
            Assert.Empty(await unit.Get<KeepNotices>().ChooseAsync(new TypedChoice("clerk@example.gov.cn", "Workdays", "8", "21", "8", ["visit"]), Cancellation));
        }

        foreach (var hours in new[] { 0, 23, 1, 24 * 4 })
        {
            city.Time.Advance(TimeSpan.FromHours(hours));
            await FillAsync(city);
            await SendAsync(city);
        }

        // Monday, and Tuesday once though it ran twice; Saturday is no working day.
        Assert.Equal(2, mail.Mails.Count);
        Assert.True(mail.Mails.TryDequeue(out var first));
        var body = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(first[(first.IndexOf("\n\n", StringComparison.Ordinal) + 2)..].ReplaceLineEndings("")));
        Assert.Contains("Report the list（2026-03-06，4 天后）", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Muted visit", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_mail_or_address_is_said_beside_its_field_with_what_was_typed()
    {
        await using var city = await StartAsync(DatabaseKind.Sqlite, "quietFrom: 0\nquietTo: 0\n");
        await using var unit = city.As(Role.Enterprise, id: 3);
        async Task<IReadOnlyList<(string Field, string Message)>> WrongAsync(string mail, string hook, string hour = "8") =>
            [.. (await unit.Get<KeepNotices>().ChooseAsync(new TypedChoice(mail, "Never", hour, "21", "8", [], hook), Cancellation)).Select(problem => (problem.Field, problem.Message))];

        foreach (var mail in (string[])["zhang", "zhang@", "zhang@host", "zhang@host.", "张 <a@b.cn>"])
            Assert.Equal(("Mail", $"邮箱应像 name@example.gov.cn，现在是“{mail}”。"), Assert.Single(await WrongAsync(mail, "")));
        Assert.Equal(("Hook", "“群机器人”不是网址，应以 https:// 开头。请从群机器人的设置里复制完整的地址。"), Assert.Single(await WrongAsync("", "群机器人")));
        Assert.Contains("“https://elsewhere.example/x”不在允许的范围内", Assert.Single(await WrongAsync("", "https://elsewhere.example/x")).Message, StringComparison.Ordinal);
        Assert.Equal(("Hour", "小时应为 0 到 23 的整数，现在是“二十五”。"), Assert.Single(await WrongAsync("", "", "二十五")));
        Assert.Empty(await WrongAsync("zhang@example.gov.cn", ""));
    }

    [Theory, OnBothDatabases]
    public async Task A_push_reaches_the_address_an_account_has_set_once_and_only_where_messages_may_go(DatabaseKind kind)
    {
        await using var robot = await ChatRobot.StartAsync();
        robot.Reply = (503, "busy");
        await using var city = await StartAsync(kind, $"allow: [\"{robot.Address.Split("/robot")[0]}/robot/send\"]\nsite: https://funeng.example\n");
        await using (var unit = city.As(Role.Enterprise, id: 3))
        {
            var keep = unit.Get<KeepNotices>();
            Assert.Equal("Hook", Assert.Single(await keep.ChooseAsync(new TypedChoice("", "Never", "8", "21", "8", [], "https://elsewhere.example/x"), Cancellation)).Field);
            Assert.Empty(await keep.ChooseAsync(new TypedChoice("", "Never", "8", "21", "8", [], robot.Address), Cancellation));
            for (var again = 0; again < 2; again++)
            {
                await unit.Get<NoticeOutbox>().HookAsync(await keep.MineAsync(Cancellation), "policy-told/a/b/1", "可以享受：扩岗补助", "凭什么、怎么办", "/enterprises/A/policies", Cancellation);
                await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
            }
        }

        Assert.Equal(0, await SendAsync(city));
        robot.Reply = (204, "");
        city.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await SendAsync(city) + await SendAsync(city));

        Assert.Equal(2, robot.Heard.Count);
        Assert.Single(robot.Heard.Distinct());
        Assert.Contains("\"id\":\"policy-told/a/b/1/hook/3\"", robot.Heard.First(), StringComparison.Ordinal);
        Assert.Contains("https://funeng.example/enterprises/A/policies", robot.Heard.First(), StringComparison.Ordinal);
    }

    private static async Task<TestInstallation> StartAsync(DatabaseKind kind, string settings)
    {
        var city = await TestInstallation.StartAsync(kind);
        await File.WriteAllTextAsync(Path.Combine(city.DataFolder, "notices.yaml"), settings, Cancellation);
        return city;
    }

    private static async Task AddTargetAsync(TestInstallation city, string address, string format, string topic)
    {
        await using var unit = city.As();
        Assert.Empty(await unit.Get<KeepNotices>().AddTargetAsync("督查群", format, address, [topic], Cancellation));
        await using var officer = city.As(Role.BureauOfficer);
        Assert.NotEmpty(await officer.Get<KeepNotices>().AddTargetAsync("别的群", format, address, [topic], Cancellation));
    }

    private static async Task TellAsync(TestInstallation city, string dedup)
    {
        await using var unit = city.As();
        await unit.Get<NoticeOutbox>().ToGroupsAsync(NoticeTopic.Cards, dedup, "黄牌：报送名单", "超期 1 天", "/tasks/1", Cancellation);
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
    }

    private static async Task FillAsync(TestInstallation city)
    {
        await using var unit = city.As(Role.Administrator, Scope.All, null);
        foreach (var source in unit.ServiceProvider.GetServices<INoticeSource>()) await source.FillAsync(Cancellation);
    }

    private static async Task<int> SendAsync(TestInstallation city)
    {
        await using var unit = city.As();
        return await unit.Get<SendNotices>().RunAsync(Cancellation);
    }

    private static async Task<(OutgoingState, string)> StateAsync(TestInstallation city)
    {
        await using var unit = city.As();
        var row = await unit.Get<FunengDb>().Set<OutgoingNotice>().AsNoTracking().SingleAsync(Cancellation);
        return (row.State, row.Problem);
    }
}
