using System.Globalization;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies.Partners;

/// <summary>A new partner as typed.</summary>
/// <param name="Code">Of the enterprise; empty for none.</param>
/// <param name="From">First day of the term; the last one follows from the kind.</param>
public sealed record TypedPartner(string Kind, string Code, string Person, string Post, string From, string Basis, string FormKey)
{
    public bool IsSynthetic { get; init; }
}

/// <summary>What happened with a partner, as typed.</summary>
/// <param name="On">The day of it; of a renewal it is not asked, the next term begins after the last.</param>
public sealed record TypedPartnerStep(PartnerAct Act, string On, string Text, string FormKey);

/// <summary>The people of the office appoint partners, note what they contributed, and decide on renewal or end with a reason. Nothing is ever changed or deleted.</summary>
public sealed class KeepPartners(
    FunengDb db, ReadPartners read, PartnerKinds kinds, OpenPartnerReviews reviews, SubjectDirectory subjects, FactReader facts, PolicyBook book, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider time)
{
    public const int LongestName = 40, LongestText = 300;

    private const int LongestKey = 64;

    /// <returns>What is wrong, none when it is stored; null for whoever does not keep the register.</returns>
    public async Task<IReadOnlyList<Problem>?> AppointAsync(TypedPartner typed, CancellationToken cancellation)
    {
        if (!await read.MayKeepAsync(cancellation)) return null;
        if (await IsStoredAsync(typed.FormKey, cancellation)) return [];
        var (problems, code) = (new List<Problem>(), typed.Code.Trim());
        var enterprise = code.Length == 0 ? null : await subjects.FindAsync(user.EnterpriseScope, Subject.Enterprise, code, cancellation);
        if (kinds.Find(typed.Kind) is not { } kind) return [new("Kind", "请选合伙人的类别。")];
        if (code.Length > 0 && enterprise is null) problems.Add(new("Code", $"没有“{code}”这家企业，请核对统一社会信用代码；不是本市企业的人留空。"));
        Check(problems, "Person", "姓名", typed.Person, LongestName);
        Check(problems, "Post", "职务", typed.Post, LongestName);
        Check(problems, "Basis", "聘任依据", typed.Basis, LongestText);
        var from = Day(problems, "From", "任期开始日期", typed.From);
        if (problems.Count > 0) return problems;
        var person = typed.Person.Trim();
        if (await StandsAsync(person, enterprise?.Id, cancellation)) return [new("Person", $"{person}现在就是合伙人，不用再聘；任期快满的，请到他的页面上续聘。")];
        var partner = new CityPartner
        {
            Id = ids.Next(), Kind = kind.Id, Subject = enterprise?.Id, Person = person, Post = typed.Post.Trim(), IsNominated = enterprise is not null && await IsOnListAsync(enterprise, cancellation), IsSynthetic = typed.IsSynthetic,
        };
        db.Add(partner);
        Add(partner, 1, PartnerAct.Appointed, from, LastOf(from, kind), typed.Basis, typed.FormKey);
        return await SaveAsync(cancellation);
    }

    /// <summary>Notes a contribution, renews the term or ends it.</summary>
    /// <returns>What is wrong, none when it is stored; null where there is no such partner, or not for this user.</returns>
    public async Task<IReadOnlyList<Problem>?> AddAsync(long id, TypedPartnerStep typed, CancellationToken cancellation)
    {
        if (typed.Act == PartnerAct.Appointed || !await read.MayKeepAsync(cancellation) || await read.FindAsync(id, cancellation) is not { } view) return null;
        if (await IsStoredAsync(typed.FormKey, cancellation)) return [];
        var (problems, field) = (new List<Problem>(), typed.Act + "Text");
        Check(problems, field, typed.Act == PartnerAct.Contributed ? "贡献" : "理由", typed.Text, LongestText);
        if (view.End is not null) problems.Add(new("", "已经终止，不能再记。重新聘任请在名册上办理。"));
        var on = typed.Act == PartnerAct.Renewed ? view.To.AddDays(1) : Day(problems, typed.Act + "On", "日期", typed.On);
        // What he did before he was appointed may be why he was; what has not happened yet is no record.
        if (problems.Count == 0 && typed.Act != PartnerAct.Renewed && on > view.Today) problems.Add(new(typed.Act + "On", $"日期应在今天（{Fmt.Date(view.Today)}）或以前。"));
        if (typed.Act == PartnerAct.Renewed && view.State == PartnerState.Serving) problems.Add(new("", $"任期到 {Fmt.Date(view.To)}，{Fmt.Date(view.ReviewFrom)} 起才审议续聘。"));
        if (typed.Act == PartnerAct.Renewed && view.Kind is null) problems.Add(new("", "规则里已没有这一类合伙人，不能续聘。"));
        if (problems.Count > 0) return problems;
        Add(view.Partner, view.Steps[0].Version + 1, typed.Act, on, typed.Act == PartnerAct.Renewed ? LastOf(on, view.Kind!) : null, typed.Text, typed.FormKey);
        if (typed.Act != PartnerAct.Contributed) await reviews.CloseAsync(id, typed.Act.DisplayName(), cancellation);
        return await SaveAsync(cancellation);
    }

    private static DateOnly LastOf(DateOnly from, PartnerKind kind) => from.AddYears(kind.TermYears).AddDays(-1);

    private static void Check(List<Problem> problems, string field, string label, string typed, int most)
    {
        var text = typed.Trim();
        if (text.Length < 2 || text.Length > most) problems.Add(new(field, $"请写{label}，2 到 {most} 个字。"));
        else if (ChineseText.WithoutStray(text) != text) problems.Add(new(field, $"{label}里有看不见的控制字符，请删去后重写。"));
        else if (IdentityNumber.IsIn(text)) problems.Add(new(field, "请不要填身份证号，本平台不保存。"));
    }

    private static DateOnly Day(List<Problem> problems, string field, string label, string typed)
    {
        if (DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and < 2100) return day;
        problems.Add(new(field, $"请填{label}，如 2026-01-31。"));
        return default;
    }

    private async Task<bool> StandsAsync(string person, long? enterprise, CancellationToken cancellation) =>
        (await read.AllAsync(cancellation)).Any(one => one.Partner.Person == person && one.Partner.Subject == enterprise && one.State is PartnerState.Serving or PartnerState.ReviewDue);

    private async Task<bool> IsOnListAsync(Subject enterprise, CancellationToken cancellation) =>
        book.FindBenefit(kinds.Benefit) is { } rule
        && DecideBenefits.Of(rule, book.Rules.View(await facts.LoadSubjectAsync(enterprise.Id, null, cancellation), city.Today(time)), enterprise.Region).Outcome == Engines.Criteria.Outcome.Met;

    private void Add(CityPartner partner, int version, PartnerAct act, DateOnly on, DateOnly? to, string text, string key)
    {
        // A form that has no key of its own, or none of ours, is taken each time it comes.
        if (key.Length is 0 or > LongestKey) key = ids.Next().ToString(CultureInfo.InvariantCulture);
        db.Add(new PartnerStep { Partner = partner.Id, Version = version, Act = act, OnDay = on, ToOn = to, Text = text.Trim(), Who = user.Name, Account = user.Id, FormKey = key, At = time.GetUtcNow() });
        audit.Record(act switch { PartnerAct.Appointed => "聘任城市合伙人", PartnerAct.Contributed => "登记合伙人贡献", PartnerAct.Renewed => "续聘城市合伙人", _ => "终止城市合伙人" }, $"partner:{partner.Id}", text.Trim(), null, new { partner.Person, partner.Kind, On = on, To = to });
    }

    private Task<bool> IsStoredAsync(string key, CancellationToken cancellation) => db.Set<PartnerStep>().AnyAsync(step => step.FormKey == key, cancellation);

    private async Task<IReadOnlyList<Problem>> SaveAsync(CancellationToken cancellation)
    {
        var key = db.ChangeTracker.Entries<PartnerStep>().Single(entry => entry.State == EntityState.Added).Entity.FormKey;
        try
        {
            await db.SaveChangesAsync(cancellation);
            return [];
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            // Sent twice: the first one stands. Anything else was not stored, and must be heard of.
            db.ChangeTracker.Clear();
            return await IsStoredAsync(key, cancellation) ? [] : [new Problem("", "刚有人改动了这位合伙人的记录，没有记上。请看一眼再试。")];
        }
    }
}
