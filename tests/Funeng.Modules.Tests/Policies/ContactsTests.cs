using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Care;
using Funeng.Modules.Policies.Contacts;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Policies;

/// <summary>Whom to ask: entered by the people of the office, and by nobody else.</summary>
public sealed class ContactsTests
{
    private const string Office = "市商务局", Phone = "0533-1234567 转 8";

    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task What_the_office_enters_stands_on_its_policies_and_ends_the_task_that_asked_for_it(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var office = await city.MakeBodyAsync("某市商务局");
        var policy = city.Service<PolicyBook>().Find("zb-trade-support")!;
        await using (var clock = city.As()) Assert.NotEqual(0, await clock.Get<OpenCareTasks>().RunAsync(None));

        await using (var officer = city.As(Role.BureauOfficer, Scope.OfOrganization(office.Id), 7, "王科长"))
        {
            Assert.Equal("", await officer.Get<KeepContacts>().OfAsync(policy, None));
            Assert.True((await officer.Get<KeepContacts>().ReadAsync(None)).Single(row => row.Office == Office).MayKeep);
            Assert.IsType<ContactResult.Done>(await officer.Get<KeepContacts>().SetAsync(Office, Phone, "本局办公室确认", None));
        }

        await using var last = city.As();
        await last.Get<OpenCareTasks>().RunAsync(None);
        Assert.Equal(Phone, await last.Get<KeepContacts>().OfAsync(policy, None));
        Assert.Equal("0533-7654321", await last.Get<KeepContacts>().OfAsync(policy with { Contact = "0533-7654321" }, None));
        Assert.Equal(TaskState.Done, (await last.Get<FunengDb>().Set<TaskItem>().AsNoTracking().SingleAsync(item => item.SourceKey == "contact", None)).State);
        var step = Assert.Single(await last.Get<KeepContacts>().StepsAsync(Office, None));
        Assert.Equal((1, "王科长#7", "本局办公室确认"), (step.Version, step.Who, step.Basis));
        Assert.Equal("王科长", (await last.Get<FunengDb>().Set<AuditEntry>().AsNoTracking().SingleAsync(row => row.Subject == "office:" + Office, None)).Who);
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_enters_the_number_of_another_office(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.MakeBodyAsync("某市商务局");
        var other = await city.MakeBodyAsync("某市科学技术局");

        foreach (var (role, scope) in new[] { (Role.BureauHead, Scope.OfOrganization(other.Id)), (Role.TownshipClerk, Scope.All), (Role.Enterprise, Scope.OfOrganization(5)), (Role.Public, Scope.Nothing) })
        {
            await using var unit = city.As(role, scope, 7);
            Assert.IsType<ContactResult.NotFound>(await unit.Get<KeepContacts>().SetAsync(Office, Phone, "听说的", None));
            Assert.DoesNotContain(await unit.Get<KeepContacts>().ReadAsync(None), row => row.Office == Office && row.MayKeep);
        }

        await using var admin = city.As();
        Assert.IsType<ContactResult.NotFound>(await admin.Get<KeepContacts>().SetAsync("没有的局", Phone, "听说的", None));
    }

    [Theory, OnBothDatabases]
    public async Task A_number_is_checked_changed_and_taken_back_and_every_version_stays(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var admin = city.As();
        var contacts = admin.Get<KeepContacts>();

        foreach (var (phone, basis, field) in new[] { ("", "原文", "Phone"), ("请打办公室", "原文", "Phone"), ("123", "原文", "Phone"), (Phone, "", "Basis"), (Phone, "依\u0007据", "Basis") })
            Assert.Equal(field, Assert.Single(Assert.IsType<ContactResult.Refused>(await contacts.SetAsync(Office, phone, basis, None)).Problems).Field);
        Assert.IsType<ContactResult.Done>(await contacts.SetAsync(Office, Phone, "原文", None));
        Assert.IsType<ContactResult.Refused>(await contacts.SetAsync(Office, Phone, "原文", None));
        Assert.IsType<ContactResult.Done>(await contacts.SetAsync(Office, "12345、12366", "热线", None));
        Assert.IsType<ContactResult.Done>(await contacts.SetAsync(Office, "", "号码停用", None));

        Assert.Equal(["", "12345、12366", Phone], (await contacts.StepsAsync(Office, None)).Select(step => step.Phone));
        Assert.Empty(await contacts.KnownAsync(None));
    }
}
