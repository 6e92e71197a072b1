using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Notices.Drafts;

/// <summary>Keeps notices with their drafted conditions. Colleagues read them, the owner changes and signs; every condition must pass the door of rule packs.</summary>
public sealed class KeepNotices(FunengDb db, NoticeDrafter drafter, IdSource ids, CurrentUser user, AuditTrail audit, CityProfile city, TimeProvider clock)
{
    /// <summary>More sentences than a notice has; longer texts are cut into their measures first.</summary>
    public const int MostSentences = 800;

    /// <summary>How many drafts the list shows.</summary>
    public const int MostShown = 200;

    /// <summary>The longest condition, title, issuer and number, in letters.</summary>
    public const int LongestCondition = 2000, LongestTitle = 200, LongestNumber = 60;

    private const int MostOfOneOwner = 100;
    private const string Stray = "含有看不见的控制字符，请删去后重写。";

    /// <summary>The drafts saved last, at most <see cref="MostShown"/> of them, and how many there are.</summary>
    public async Task<(int All, IReadOnlyList<NoticeDraftRow> Latest)> AllAsync(CancellationToken cancellation)
    {
        var latest = await db.Set<NoticeDraft>().AsNoTracking().OrderByDescending(draft => draft.SavedAt).ThenByDescending(draft => draft.Id).Take(MostShown)
            .Select(draft => new NoticeDraftRow(draft.Id, draft.Title, draft.Number, draft.Issued, draft.OwnerName, draft.SavedAt, draft.SignedAt, draft.SentenceCount, draft.ConditionCount))
            .ToListAsync(cancellation);
        return (latest.Count < MostShown ? latest.Count : await db.Set<NoticeDraft>().CountAsync(cancellation), latest);
    }

    public Task<NoticeDraft?> FindAsync(long id, CancellationToken cancellation) =>
        db.Set<NoticeDraft>().AsNoTracking().SingleOrDefaultAsync(draft => draft.Id == id, cancellation);

    public bool IsOwn(NoticeDraft draft) => draft.Owner == user.Id;

    public async Task<KeepResult> StartAsync(NoticeFileReading file, string field, CancellationToken cancellation)
    {
        if (user.Id is not { } owner) return new KeepResult.NotFound();
        if (file is not NoticeFileReading.Read read) return Refuse(field, ((NoticeFileReading.Refused)file).Reason);
        var reading = drafter.Read(read.Text);
        if (reading.Sentences.Count > MostSentences) return Refuse(field, $"通知有 {reading.Sentences.Count:N0} 句，一次最多 {MostSentences} 句。请按章节分开读。");
        if (await db.Set<NoticeDraft>().CountAsync(draft => draft.Owner == owner && draft.SignedAt == null, cancellation) >= MostOfOneOwner)
            return Refuse(field, $"您已有 {MostOfOneOwner} 份没有签署的草稿。请先签署或删除不用的。");
        var draft = new NoticeDraft
        {
            Id = ids.Next(), Title = Cut(reading.Title ?? "未命名通知", LongestTitle), Number = reading.Number ?? "", Issuer = Cut(reading.Issuer ?? "", LongestTitle), Issued = reading.Issued,
            AwardCount = reading.Sentences.Count(sentence => drafter.Award(sentence.Text, reading.Issued?.Year) is not null), Owner = owner, OwnerName = user.Name, SavedAt = clock.GetUtcNow(), Version = 1,
        };
        draft.Write([.. reading.Sentences.Select(sentence => new DraftSentence(sentence.Text, sentence.Feel, sentence.Feel, sentence.Status, sentence.Left, sentence.Group))]);
        db.Add(draft);
        audit.Record("解读通知", $"notice-draft:{draft.Id}", draft.Title);
        await db.SaveChangesAsync(cancellation);
        return new KeepResult.Saved(draft);
    }

    /// <summary>Saves heading and conditions; a condition that does not compile is told beside its sentence, and nothing is saved.</summary>
    public async Task<KeepResult> SaveAsync(long id, NoticeChange change, CancellationToken cancellation)
    {
        if (await OpenAsync(id, cancellation) is not { } draft) return new KeepResult.NotFound();
        var sentences = draft.Read().Select((sentence, index) => sentence with { Feel = Changed(sentence, index, change) }).ToList();
        var problems = Problems(draft, change, sentences);
        if (problems.Count > 0) return new KeepResult.Refused(problems);
        (draft.Title, draft.Number, draft.Issuer, draft.Issued) = (change.Title.Trim(), change.Number.Trim(), change.Issuer.Trim(), change.Issued);
        draft.Write(sentences);
        draft.SavedAt = clock.GetUtcNow();
        draft.Version++;
        await db.SaveChangesAsync(cancellation);
        return new KeepResult.Saved(draft);
    }

    /// <summary>From here on the draft is what somebody stands for: it is not changed any more.</summary>
    public async Task<KeepResult> SignAsync(long id, int version, CancellationToken cancellation)
    {
        if (await OpenAsync(id, cancellation) is not { } draft) return new KeepResult.NotFound();
        if (draft.Version != version) return Refuse("", Older(draft));
        if (draft.ConditionCount == 0) return Refuse("", "还没有任何条件，不能签署。请先为至少一句写上条件。");
        draft.SignedAt = clock.GetUtcNow();
        draft.SignedSha256 = draft.Sha256();
        draft.Version++;
        audit.Record("签署通知的草拟规则", $"notice-draft:{draft.Id}", $"{draft.Title}，sha256 {draft.SignedSha256}");
        await db.SaveChangesAsync(cancellation);
        return new KeepResult.Saved(draft);
    }

    public async Task<KeepResult> DeleteAsync(long id, CancellationToken cancellation)
    {
        if (await OpenAsync(id, cancellation) is not { } draft) return new KeepResult.NotFound();
        db.Remove(draft);
        audit.Record("删除通知草稿", $"notice-draft:{draft.Id}", draft.Title);
        await db.SaveChangesAsync(cancellation);
        return new KeepResult.Saved(draft);
    }

    private Task<NoticeDraft?> OpenAsync(long id, CancellationToken cancellation) =>
        db.Set<NoticeDraft>().SingleOrDefaultAsync(draft => draft.Id == id && draft.Owner == user.Id && draft.SignedAt == null, cancellation);

    // What was written goes before what was taken over: a proposal fills an empty place only.
    private static string? Changed(DraftSentence sentence, int index, NoticeChange change)
    {
        if (change.Conditions.GetValueOrDefault(index, sentence.Feel ?? "").Trim() is { Length: > 0 } written) return written;
        return change.Taken.Contains(index) && sentence.Proposal is { IsUsable: true } proposal ? proposal.Feel : null;
    }

    private List<Problem> Problems(NoticeDraft draft, NoticeChange change, List<DraftSentence> sentences)
    {
        var problems = new List<Problem>();
        if (draft.Version != change.Version) problems.Add(new Problem("", Older(draft)));
        foreach (var (field, text) in new[] { ("Title", change.Title), ("Number", change.Number), ("Issuer", change.Issuer) })
        {
            if (HasStray(text)) problems.Add(new Problem(field, Stray));
        }

        if (change.Title.Trim().Length is 0 or > LongestTitle) problems.Add(new Problem("Title", $"标题应为 1 到 {LongestTitle} 个字。"));
        if (change.Number.Trim().Length > LongestNumber) problems.Add(new Problem("Number", $"文号最多 {LongestNumber} 个字，例如“淄政办字〔2024〕12号”。"));
        if (change.Issuer.Trim().Length > LongestTitle) problems.Add(new Problem("Issuer", $"发文机关最多 {LongestTitle} 个字。"));
        for (var i = 0; i < sentences.Count; i++)
        {
            if (sentences[i].Feel is not { } feel || !sentences[i].IsChanged) continue;
            if (feel.Length > LongestCondition) problems.Add(new Problem($"Feel{i}", $"条件最多 {LongestCondition} 个字，现在是 {feel.Length}。"));
            else if (HasStray(feel)) problems.Add(new Problem($"Feel{i}", Stray));
            else if (drafter.ProblemOf(feel) is { } problem) problems.Add(new Problem($"Feel{i}", $"条件读不通：{problem}"));
        }

        return problems;
    }

    // Neither a decision model nor a database can carry them.
    private static bool HasStray(string text) => ChineseText.WithoutStray(text) != text;

    private string Older(NoticeDraft draft) => $"这份草稿在 {Fmt.Moment(city.Local(draft.SavedAt))} 又保存过一次。请另开一页看最新的，再把改动写上。";

    private static KeepResult.Refused Refuse(string field, string message) => new([new Problem(field, message)]);

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}

/// <summary>What a person changed.</summary>
/// <param name="Version">The version the page showed.</param>
/// <param name="Conditions">By position of the sentence; one that is not named stays as it is.</param>
public sealed record NoticeChange(int Version, string Title, string Number, string Issuer, DateOnly? Issued, IReadOnlyDictionary<int, string> Conditions)
{
    /// <summary>Positions of the sentences whose proposal of a model becomes their condition.</summary>
    public IReadOnlySet<int> Taken { get; init; } = new HashSet<int>();
}

/// <summary>Every way keeping a notice can end.</summary>
public abstract record KeepResult
{
    private KeepResult()
    {
    }

    public sealed record Saved(NoticeDraft Draft) : KeepResult;

    public sealed record Refused(IReadOnlyList<Problem> Problems) : KeepResult;

    /// <summary>No such draft, somebody else's, or signed.</summary>
    public sealed record NotFound : KeepResult;
}
