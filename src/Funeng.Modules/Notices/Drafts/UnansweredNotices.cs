using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Notices.Drafts;

/// <summary>
/// Notices of the city that give money and became no policy. One whose number a policy in force has is answered by that, whoever made it of which draft, and a
/// notice that several people read waits once.
/// </summary>
internal sealed class UnansweredNotices(FunengDb db, PolicyLibrary library, PolicyBook book) : IUnansweredTexts
{
    public async Task<IReadOnlyList<UnansweredText>> SinceAsync(DateOnly since, CancellationToken cancellation)
    {
        var drafts = await db.Set<NoticeDraft>().AsNoTracking().Where(draft => draft.Issued >= since && draft.AwardCount > 0).OrderBy(draft => draft.Issued).ThenBy(draft => draft.Id)
            .Select(draft => new { draft.Id, draft.Title, draft.Number, draft.Issued, draft.Owner, IsSigned = draft.SignedAt != null }).ToListAsync(cancellation);
        if (drafts.Count == 0) return [];
        var (admitted, numbers) = (await library.DraftsAsync(cancellation), book.Policies.Where(policy => policy.Withdrawn.Length == 0 && policy.Number.Length > 0).Select(policy => OneForm(policy.Number)).ToHashSet());
        // An admitted one answers for the others of its number or title.
        var answered = drafts.Where(draft => admitted.Contains(draft.Id)).Select(draft => Name(draft.Number, draft.Title)).ToHashSet();
        return
        [
            .. drafts.Where(draft => !numbers.Contains(OneForm(draft.Number)) && !answered.Contains(Name(draft.Number, draft.Title))).DistinctBy(draft => Name(draft.Number, draft.Title))
                .Select(draft => new UnansweredText(draft.Id, draft.Title, draft.Issued!.Value, draft.Owner, draft.IsSigned, $"/notice-drafts/{draft.Id}")),
        ];
    }

    private static string Name(string number, string title) => number.Length > 0 ? OneForm(number) : title;

    // 淄政办字[2024]12号 and 淄政办字〔2024〕12号 are one number.
    private static string OneForm(string number) => PolicyItem.Canonical(number) ?? number;
}
