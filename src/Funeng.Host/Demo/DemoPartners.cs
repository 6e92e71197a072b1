using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies.Partners;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Host.Demo;

/// <summary>Made-up partners of the demo city, by the use cases of the page: one in his term, one whose term ends soon, one who has left. The first is of the demo's own enterprise.</summary>
internal static class DemoPartners
{
    private static readonly (string Kind, string Person, string Post, int Began, string[] Contributions, bool Left)[] Partners =
    [
        ("entrepreneur", "陈一鸣（演示）", "董事长", 400, ["引来一家釉料配套企业落户（演示）", "在产业座谈会上对技改贷款提了三条建议，采纳两条（演示）"], false),
        ("investor", "沈若水（演示）", "合伙人", 1060, ["牵线一支产业基金来考察（演示）"], false),
        ("introducer", "方致远（演示）", "会长", 300, [], true),
    ];

    public static async Task LoadAsync(IServiceProvider services, long? own, DateOnly today, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var unit = scope.ServiceProvider;
        unit.GetRequiredService<CurrentUser>().ActAs(null, "演示城市", Role.Administrator, Scope.All);
        var (db, keep, read) = (unit.GetRequiredService<FunengDb>(), unit.GetRequiredService<KeepPartners>(), unit.GetRequiredService<ReadPartners>());
        var codes = await db.Set<Subject>().AsNoTracking().Where(subject => subject.Kind == Subject.Enterprise && subject.Region != null).OrderBy(subject => subject.Id == own ? 0 : 1).ThenBy(subject => subject.Code).Select(subject => subject.Code).Take(2).ToListAsync(cancellation);
        foreach (var (made, at) in Partners.Select((made, at) => (made, at)))
            await keep.AppointAsync(new TypedPartner(made.Kind, at < codes.Count ? codes[at] : "", made.Person, made.Post, Fmt.Date(today.AddDays(-made.Began)), "市委、市政府聘任通知（演示）", "") { IsSynthetic = true }, cancellation);
        foreach (var partner in await read.AllAsync(cancellation))
        {
            var made = Partners.First(one => one.Person == partner.Partner.Person);
            foreach (var (text, at) in made.Contributions.Select((text, at) => (text, at)))
                await keep.AddAsync(partner.Partner.Id, new TypedPartnerStep(PartnerAct.Contributed, Fmt.Date(today.AddDays(-200 + (60 * at))), text, ""), cancellation);
            if (made.Left) await keep.AddAsync(partner.Partner.Id, new TypedPartnerStep(PartnerAct.Ended, Fmt.Date(today.AddDays(-20)), "本人辞任（演示）", ""), cancellation);
        }
    }
}
