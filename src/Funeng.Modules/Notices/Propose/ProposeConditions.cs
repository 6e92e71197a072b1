using Funeng.Engines.Notices;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Notices.Drafts;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Notices.Propose;

/// <summary>
/// Asks the configured model for conditions of the sentences the reader left without one. What it answers is kept beside the sentence as a proposal of that model and counts
/// for nothing until the owner takes it over; what does not compile over the catalogue is kept as not usable, with the reason.
/// </summary>
public sealed class ProposeConditions(FunengDb db, NoticeDrafter drafter, ModelSettings settings, ModelClient model, CurrentUser user, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Sentences asked about at once, and their letters together.</summary>
    public const int MostSentences = 60, MostLetters = 12_000;

    /// <summary>The sentences the model would be shown.</summary>
    public static IReadOnlyList<(int Position, string Text)> Asked(IReadOnlyList<DraftSentence> sentences)
    {
        var (asked, letters) = (new List<(int, string)>(), 0);
        for (var position = 0; position < sentences.Count && asked.Count < MostSentences; position++)
        {
            if (sentences[position] is not { Status: NoticeStatus.NotModelled, Feel: null, Proposal: null } open || letters + open.Text.Length > MostLetters) continue;
            letters += open.Text.Length;
            asked.Add((position, open.Text));
        }

        return asked;
    }

    /// <param name="version">The version of the draft that the page showed.</param>
    public async Task<KeepResult> RunAsync(long id, int version, CancellationToken cancellation)
    {
        if (await db.Set<NoticeDraft>().SingleOrDefaultAsync(row => row.Id == id && row.Owner == user.Id && row.SignedAt == null, cancellation) is not { } draft) return new KeepResult.NotFound();
        if (!settings.IsOn) return Refuse(settings.Fault.Length > 0 ? settings.Fault : "没有配置外部模型。");
        var sentences = draft.Read();
        var asked = Asked(sentences);
        if (draft.Version != version) return Refuse("这份草稿刚又保存过。请打开最新的再办。");
        if (asked.Count == 0) return Refuse("没有未建模又没有建议的句子，不用请模型。");
        var answer = await model.AskAsync(ProposalText.Instruction(drafter.Catalogue), ProposalText.Question(asked), cancellation);
        if (answer.Text is not { } text) return Refuse(answer.Failure);
        if (ProposalText.Read(text) is not { } proposals) return Refuse($"{settings.Model} 的回答不是约定的格式，没有采用。");
        var usable = asked.Select(one => one.Position).ToHashSet();
        draft.Write([.. sentences.Select((sentence, position) => usable.Contains(position) ? sentence with { Proposal = Check(proposals.GetValueOrDefault(position, "")) } : sentence)]);
        draft.Version++;
        audit.Record("请外部模型提建议", $"notice-draft:{draft.Id}", $"{settings.Model}（{settings.Host}），问 {asked.Count} 句，答 {proposals.Keys.Count(usable.Contains)} 句", null, new { settings.Model, At = clock.GetUtcNow() });
        return await SaveAsync(draft, cancellation);
    }

    private ModelProposal Check(string feel)
    {
        // Kept too, so that the next question goes on behind it.
        if (feel.Length == 0) return new ModelProposal(settings.Model, "", "没有提出条件");
        if (feel.Length > KeepNotices.LongestCondition) return new ModelProposal(settings.Model, feel[..KeepNotices.LongestCondition], $"超过 {KeepNotices.LongestCondition} 个字");
        if (ChineseText.WithoutStray(feel) != feel) return new ModelProposal(settings.Model, ChineseText.WithoutStray(feel), "含有看不见的控制字符");
        return new ModelProposal(settings.Model, feel, drafter.ProblemOf(feel) is { } problem ? $"读不通：{problem}" : drafter.NamesNoFact(feel) ? "没有用到任何指标" : "");
    }

    private async Task<KeepResult> SaveAsync(NoticeDraft draft, CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
            return new KeepResult.Saved(draft);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
            return Refuse("模型回答以前这份草稿又保存过，建议没有写入。请再请一次。");
        }
    }

    private static KeepResult.Refused Refuse(string message) => new([new Problem("", message)]);
}
