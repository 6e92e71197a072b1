using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Jobs;
using Funeng.Modules.Policies.Contacts;
using Funeng.Modules.Policies.Partners;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Policies.Care;

/// <summary>
/// What has run out or is missing in the library becomes a task of the office that owns the policy: one for each policy that ends, is long on trial, and each date that is over, one for all
/// its missing telephone numbers together. It is done by itself when the library says so. A policy whose office is not registered is left to the list of the page.
/// </summary>
public sealed class OpenCareTasks(FunengDb db, PolicyBook book, LinkHealth links, TaskBook tasks, PolicyOffices offices, KeepContacts contacts, CareTerms terms, OfficialCalendar calendar, CityProfile city, TimeProvider time)
{
    public const string Kind = "policy";

    private const string Over = "政策库已更新，或政策不再执行";

    private const int Workdays = 20, MostNamed = 10;

    /// <returns>How many tasks were opened and closed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var (today, bodies, known) = (city.Today(time), await offices.AllAsync(cancellation), await contacts.KnownAsync(cancellation));
        var needs = PolicyCare.Of(book.Policies, today, known, terms.TrialYears).Concat(PolicyCare.Links(book.Policies, links.IsDead)).Select(need => (Need: need, Body: PolicyOffices.Find(need.Policy.Office, bodies))).Where(one => one.Body is not null)
            .GroupBy(one => (Body: one.Body!.Id, one.Need.Key), one => one.Need).ToDictionary(group => group.Key, group => group.ToList());
        var standing = PolicyCare.Standing(book.Policies, today, known, terms.TrialYears).Concat(PolicyCare.Links(book.Policies, link => !links.Answered(link))).Select(need => need.Key).ToHashSet();
        var open = await db.Set<TaskItem>().Where(item => item.SourceKind == Kind && item.State != TaskState.Done && item.State != TaskState.Cancelled).ToListAsync(cancellation);
        var changed = 0;
        foreach (var item in open.Where(item => !standing.Contains(item.SourceKey) || IsDoneFor(item, needs)))
        {
            await tasks.ActAsync(item.Id, item.State == TaskState.Paused ? new TaskAct.Cancel(Over) : new TaskAct.Close(Over), cancellation);
            changed++;
        }

        foreach (var (source, found) in needs.Where(need => !open.Exists(item => (item.LeadBody ?? 0, item.SourceKey) == need.Key)))
            changed += await OpenAsync(source.Body, source.Key, found, today, cancellation) ? 1 : 0;
        await db.SaveOrLeaveAsync(cancellation);
        return changed;
    }

    // Telephone numbers are one task of an office: it is done when all its own are there, whatever others lack.
    private static bool IsDoneFor(TaskItem item, Dictionary<(long Body, string Key), List<CareNeed>> needs) =>
        item.SourceKey == PolicyCare.Contact && !needs.ContainsKey((item.LeadBody ?? 0, item.SourceKey));

    private static string LinkOf(string source, List<CareNeed> needs) => source == PolicyCare.Contact
        ? $"/policies/contacts?office={Uri.EscapeDataString(needs[0].Policy.Office)}" : needs.Count == 1 ? $"/policies/{needs[0].Policy.Id}" : "/policies";

    private async Task<bool> OpenAsync(long body, string source, List<CareNeed> needs, DateOnly today, CancellationToken cancellation)
    {
        // What was closed while nothing changed is not opened again in the same month; of a policy and its date there is one task for ever.
        var key = source == PolicyCare.Contact || source.StartsWith(PolicyCare.Link, StringComparison.Ordinal) ? $"{body}/{today:yyyyMM}" : $"{body}";
        if (await tasks.FindAsync(Kind, source, key, cancellation) is not null) return false;
        var first = needs[0];
        var title = needs.Count == 1 ? first.Said : $"{needs.Count} 项政策没有联系电话，请补上";
        var made = await tasks.OpenAsync(
            new NewTask(Kind, new TaskSource(Kind, source, needs.Count == 1 ? first.Policy.Title : "政策维护", LinkOf(source, needs)), title.Length <= TaskRules.LongestTitle ? title : title[..TaskRules.LongestTitle])
            {
                Key = key, LeadBody = body, Due = calendar.Calendar.Add(today, Workdays), Region = first.Policy.Region.Length > 0 ? first.Policy.Region : null,
                Detail = string.Join("；", needs.Take(MostNamed).Select(need => need.Said)) + (needs.Count > MostNamed ? " 等" : ""),
            }, cancellation);
        return made is TaskResult.Done;
    }
}

/// <summary>Every hour while the site runs; most rounds find nothing to do.</summary>
internal sealed class CareForPolicies(IServiceScopeFactory scopes, TimeProvider time, ILogger<CareForPolicies> log) : ClockWork(TimeSpan.FromHours(1), atStart: false, time, log)
{
    protected override async Task RoundAsync(CancellationToken cancellation)
    {
        await using var unit = scopes.CreateAsyncScope();
        unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAs(null, "政策维护提醒", Role.Administrator, Scope.All);
        await unit.ServiceProvider.GetRequiredService<OpenCareTasks>().RunAsync(cancellation);
        await unit.ServiceProvider.GetRequiredService<OpenPartnerReviews>().RunAsync(cancellation);
    }
}

/// <summary>Once a day, apart from the tasks, so that slow houses hold nothing up.</summary>
internal sealed class AskForTexts(PolicyBook book, LinkHealth links, TimeProvider time, ILogger<AskForTexts> log) : ClockWork(TimeSpan.FromDays(1), atStart: false, time, log)
{
    protected override Task RoundAsync(CancellationToken cancellation) =>
        links.RoundAsync(book.Policies.Where(policy => policy is { Pattern.Length: 0, Withdrawn.Length: 0 }).Select(policy => policy.Link), cancellation);
}
