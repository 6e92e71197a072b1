using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Notices.Drafts;
using Funeng.Modules.Policies;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Notices.Admit;

/// <summary>
/// Drafts of notices for the laboratory, signed or not: the conditions as they stand, amounts and all else as typed on an earlier visit or as the notice
/// says. What is not needed to decide and to pay (the office, the summary) may be lacking.
/// </summary>
internal sealed class DraftedNotices(FunengDb db, KeepNotices notices, NoticeDrafter drafter, AdmitNotice admit, PolicyLibrary library, PolicyBook book, CurrentUser user) : IDraftedPolicies
{
    private const string Lacking = "（未填）";

    public async Task<DraftedPolicy?> FindAsync(long draft, CancellationToken cancellation)
    {
        if (!user.Has(Permission.DecideVerdicts) || await notices.FindAsync(draft, cancellation) is not { } found) return null;
        var isOpen = found.SignedAt is not null && user.Has(Permission.ManageRules) && await library.OfDraftAsync(draft, cancellation) is null;
        var form = new AdmitForm(found, admit.Conditions(found), admit.Places(), drafter, null, null);
        var (text, rules, problems) = Read(found, form);
        return new DraftedPolicy(draft, found.Title, text, rules, problems, isOpen ? $"/notice-drafts/{draft}/admit" : null);
    }

    public async Task<IReadOnlyList<(long Draft, string Title, bool IsSigned)>> OpenAsync(int most, CancellationToken cancellation)
    {
        if (!user.Has(Permission.DecideVerdicts)) return [];
        var done = await library.DraftsAsync(cancellation);
        var open = await db.Set<NoticeDraft>().AsNoTracking().Where(draft => draft.ConditionCount > 0 && !done.Contains(draft.Id)).OrderByDescending(draft => draft.SavedAt).ThenByDescending(draft => draft.Id).Take(most)
            .Select(draft => new { draft.Id, draft.Title, draft.SignedAt }).ToListAsync(cancellation);
        return open.ConvertAll(draft => (draft.Id, draft.Title, draft.SignedAt is not null));
    }

    // Each benefit by itself: one that cannot be read does not keep the others out.
    private (string Text, IReadOnlyList<BenefitRule> Rules, IReadOnlyList<Problem> Problems) Read(NoticeDraft draft, AdmitForm form)
    {
        var conditions = form.Conditions.Where(condition => condition.Feel.Length > 0).ToList();
        var place = admit.Places().FirstOrDefault(one => one.Value == form.Said("Place")) ?? admit.Places()[0];
        var yaml = NoticePolicy.Write(draft, Filled(form.Typed(), draft), place, conditions, book.Rules.Catalogue);
        var problems = yaml.Benefits.Where(benefit => benefit.Conditions.Count == 0).Select(benefit => new Problem("", $"“{benefit.Title}”没有任何条件，等于人人可享，先在编入页给它条件。")).ToList();
        yaml.Benefits.RemoveAll(benefit => benefit.Conditions.Count == 0);
        yaml.Id = $"draft-{draft.Id}";
        var (file, rules, found) = PolicyTrial.Compile(yaml, book);
        return (file?.Text ?? "", rules, [.. problems, .. found]);
    }

    private static TypedPolicy Filled(TypedPolicy typed, NoticeDraft draft) => typed with
    {
        Office = Or(typed.Office, Lacking), Summary = Or(typed.Summary, draft.Title), Link = LinkHealth.IsAddress(typed.Link.Trim()) ? typed.Link : "",
        Benefits = [.. typed.Benefits.Select((benefit, at) => benefit with
        {
            Title = Or(benefit.Title, Or(benefit.AmountText, $"第 {at + 1} 个事项")), Mode = Or(benefit.Mode, nameof(RedemptionMode.Application)), AmountText = Or(benefit.AmountText, benefit.Amount),
        })],
    };

    private static string Or(string typed, string instead) => typed.Trim().Length > 0 ? typed : instead;
}
