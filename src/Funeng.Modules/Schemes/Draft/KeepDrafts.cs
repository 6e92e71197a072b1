using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Schemes.Draft;

/// <summary>
/// Keeps drafts: copied from the scheme as it stands or loaded from a file, changed by their owner only, read by every colleague who may
/// draft. What is in force is never touched.
/// </summary>
public sealed class KeepDrafts(FunengDb db, RuleBook book, IdSource ids, CurrentUser user, AuditTrail audit, CityProfile city, TimeProvider clock)
{
    private const int MostOfOneOwner = 50;
    private const int LongestTitle = 80;

    public async Task<IReadOnlyList<RuleDraft>> OfAsync(string scheme, CancellationToken cancellation) =>
        await db.Set<RuleDraft>().AsNoTracking().Where(draft => draft.Scheme == scheme).OrderByDescending(draft => draft.SavedAt).Take(200).ToListAsync(cancellation);

    public Task<RuleDraft?> FindAsync(string scheme, long id, CancellationToken cancellation) =>
        db.Set<RuleDraft>().AsNoTracking().SingleOrDefaultAsync(draft => draft.Id == id && draft.Scheme == scheme, cancellation);

    public bool IsOwn(RuleDraft draft) => draft.Owner == user.Id;

    /// <param name="scheme">The scheme it is a draft of.</param>
    /// <param name="title">What the draft is called.</param>
    /// <param name="criteria">The model; null to copy the scheme as it stands.</param>
    /// <param name="cancellation">Stops the saving.</param>
    public async Task<DraftResult> StartAsync(string scheme, string title, string? criteria, CancellationToken cancellation)
    {
        if (user.Id is not { } owner || book.FindLatest(scheme) is not { } pack) return new DraftResult.NotFound();
        var (text, problem) = DraftText.Read(criteria ?? pack.Text.Criteria);
        var problems = Problems(title, problem);
        if (await db.Set<RuleDraft>().CountAsync(draft => draft.Owner == owner, cancellation) >= MostOfOneOwner)
            problems.Add(new Problem("", $"您已有 {MostOfOneOwner} 份草案。请先删除不用的。"));
        if (problems.Count > 0) return new DraftResult.Refused(problems);

        var draft = new RuleDraft
        {
            Id = ids.Next(), Scheme = scheme, BasedOn = pack.Sha256, Title = title.Trim(), Criteria = text, Owner = owner, OwnerName = user.Name, SavedAt = clock.GetUtcNow(), Version = 1,
        };
        db.Add(draft);
        audit.Record("起草标准草案", $"scheme:{scheme}", draft.Title);
        await db.SaveChangesAsync(cancellation);
        return new DraftResult.Saved(draft);
    }

    /// <summary>Saves a changed model; refused when it was saved from elsewhere since the page was opened.</summary>
    public async Task<DraftResult> SaveAsync(string scheme, long id, int version, string title, string criteria, CancellationToken cancellation)
    {
        if (await OwnAsync(scheme, id, cancellation) is not { } draft) return new DraftResult.NotFound();
        var (text, problem) = DraftText.Read(criteria);
        var problems = Problems(title, problem);
        if (draft.Version != version) problems.Add(new Problem("", $"这份草案在 {Fmt.Moment(city.Local(draft.SavedAt))} 又保存过一次。请先下载您的改动，再打开最新的草案。"));
        if (problems.Count > 0) return new DraftResult.Refused(problems);

        draft.Title = title.Trim();
        draft.Criteria = text;
        draft.SavedAt = clock.GetUtcNow();
        draft.Version++;
        await db.SaveChangesAsync(cancellation);
        return new DraftResult.Saved(draft);
    }

    public async Task<DraftResult> DeleteAsync(string scheme, long id, CancellationToken cancellation)
    {
        if (await OwnAsync(scheme, id, cancellation) is not { } draft) return new DraftResult.NotFound();
        db.Remove(draft);
        audit.Record("删除标准草案", $"scheme:{scheme}", draft.Title);
        await db.SaveChangesAsync(cancellation);
        return new DraftResult.Saved(draft);
    }

    private Task<RuleDraft?> OwnAsync(string scheme, long id, CancellationToken cancellation) =>
        db.Set<RuleDraft>().SingleOrDefaultAsync(draft => draft.Id == id && draft.Scheme == scheme && draft.Owner == user.Id, cancellation);

    private static List<Problem> Problems(string title, string? text)
    {
        var problems = new List<Problem>();
        if (title.Trim().Length is 0 or > LongestTitle) problems.Add(new Problem("Title", $"草案名称应为 1 到 {LongestTitle} 个字，例如“营业收入门槛提高到 2000 万元”。"));
        if (text is not null) problems.Add(new Problem("Model", text));
        return problems;
    }
}

/// <summary>Every way keeping a draft can end.</summary>
public abstract record DraftResult
{
    private DraftResult()
    {
    }

    public sealed record Saved(RuleDraft Draft) : DraftResult;

    public sealed record Refused(IReadOnlyList<Problem> Problems) : DraftResult;

    /// <summary>No such scheme or draft, or somebody else's.</summary>
    public sealed record NotFound : DraftResult;
}
