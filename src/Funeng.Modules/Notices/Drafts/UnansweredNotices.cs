using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Notices.Drafts;

/// <summary>Drafts that became no policy. One whose number a policy of the library has is answered by that, whoever made it of which draft.</summary>
internal sealed class UnansweredNotices(FunengDb db, PolicyLibrary library, PolicyBook book) : IUnansweredTexts
{
    public async Task<IReadOnlyList<UnansweredText>> SinceAsync(DateOnly since, CancellationToken cancellation)
    {
        var drafts = await db.Set<NoticeDraft>().AsNoTracking().Where(draft => draft.Issued >= since).OrderBy(draft => draft.Issued).ThenBy(draft => draft.Id)
            .Select(draft => new { draft.Id, draft.Title, draft.Number, draft.Issued, draft.Owner, IsSigned = draft.SignedAt != null }).ToListAsync(cancellation);
        if (drafts.Count == 0) return [];
        var (admitted, numbers) = (await library.DraftsAsync(cancellation), book.Policies.Select(policy => policy.Number).Where(number => number.Length > 0).ToHashSet(StringComparer.Ordinal));
        return [.. drafts.Where(draft => !admitted.Contains(draft.Id) && !numbers.Contains(draft.Number)).Select(draft => new UnansweredText(draft.Id, draft.Title, draft.Issued!.Value, draft.Owner, draft.IsSigned, $"/notice-drafts/{draft.Id}"))];
    }
}
