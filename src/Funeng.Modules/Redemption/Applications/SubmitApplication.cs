using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Review;
using Funeng.Modules.Schemes;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>Every way a handing-in can end.</summary>
public abstract record SubmitResult
{
    private SubmitResult()
    {
    }

    /// <param name="IsNew">False when it had been handed in already: the receipt is the same.</param>
    public sealed record Submitted(ApplicationSubmission Receipt, bool IsNew) : SubmitResult;

    /// <summary>What is still missing or stands against it; everything at once.</summary>
    public sealed record Refused(IReadOnlyList<Problem> Problems) : SubmitResult;

    public sealed record NotFound : SubmitResult;
}

/// <summary>
/// Hands an application in: everything it says is written down word for word with a number and a signature, and the first reviewer's clock
/// begins. Handing in again, from another device or by a nervous finger, gives the same receipt.
/// </summary>
public sealed class SubmitApplication(
    FunengDb db, ReadApplication read, RouteBook routes, ReviewDesk desk, SubmissionTurns turns, AwardBook awards, IdSource ids, CurrentUser user, CityProfile city, TimeProvider clock)
{
    private const int Tries = 8;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public async Task<SubmitResult> RunAsync(long id, CancellationToken cancellation)
    {
        using var turn = await turns.TakeAsync(cancellation);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(id, cancellation);
            }
            catch (DbUpdateException problem) when (attempt < Tries && WriteCollision.Is(problem))
            {
                // The same form sent twice at one moment, or a colleague who saved: look again. What was handed in meanwhile answers with its receipt.
                db.ChangeTracker.Clear();
            }
        }
    }

    private async Task<SubmitResult> OnceAsync(long id, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ApplyForBenefits) || await read.Visible().SingleOrDefaultAsync(row => row.Id == id, cancellation) is not { } application)
            return new SubmitResult.NotFound();
        var latest = await LatestAsync(id, cancellation);
        if (!application.IsOpen) return latest is null ? new SubmitResult.NotFound() : new SubmitResult.Submitted(latest, IsNew: false);
        if (await read.OfAsync(application, cancellation) is not { } view) return new SubmitResult.NotFound();
        List<Problem> problems = [.. Check(view, city.Today(clock)), .. await LimitAsync(view, cancellation)];
        if (problems.Count > 0) return new SubmitResult.Refused(problems);

        var receipt = Receipt(view, latest);
        db.Add(receipt);
        await UsePapersAsync(view, cancellation);
        KeepPrefilled(view, receipt);
        application.Number = receipt.Number;
        application.SubmittedAt ??= receipt.At;
        application.RuleSha256 = view.Form.Rule.Pack.Sha256;
        if (latest is null) desk.Begin(application, routes.Of(view.Benefit));
        else await desk.ResumeAsync(application, cancellation);
        // What the enterprise says besides or against the register stays in the application until an official has checked and registered it.
        await db.SaveChangesAsync(cancellation);
        return new SubmitResult.Submitted(receipt, IsNew: true);
    }

    /// <summary>What was granted of the benefit since it was begun may leave nothing of it: that is said now, and not after the review.</summary>
    private async Task<IReadOnlyList<Problem>> LimitAsync(ApplicationView view, CancellationToken cancellation)
    {
        var (application, benefit) = (view.Application, view.Benefit);
        if (!benefit.IsCash) return [];
        var period = RedemptionPeriod.Read(application.Period, benefit) ?? application.Period;
        var room = await awards.RoomAsync(benefit, application.Subject, period, application.Item, view.Standing.Verdict.On, null, application.Number, cancellation);
        return room is { Fen: 0, Against: { } earlier } && earlier.Benefit == benefit.Id ? [new Problem("", $"{room.Reason}。")] : [];
    }

    /// <summary>What stands in the way of handing it in, each beside its field.</summary>
    public static IReadOnlyList<Problem> Check(ApplicationView view, DateOnly today)
    {
        var problems = new List<Problem>();
        // What was returned may be corrected after the last day.
        if (view.Application.SubmittedAt is null && StartApplication.Closed(view.Form.Rule, today) is { } closed) problems.Add(new Problem("", closed));
        if (view.Application is { SubmittedAt: null, Period.Length: 4 } begun && begun.Period != today.Year.ToString(CultureInfo.InvariantCulture))
            problems.Add(new Problem("", $"这份是 {begun.Period} 年开始填的，没有在当年交。请从“我的申报”重新开始今年的。"));
        if (view.Benefit.Item is { } item && view.Application.Item.Length == 0) problems.Add(new Problem("", $"这一项现在按{item.Name}一项一项申报，这份没有写是哪一项。请从“我的申报”再点一次这一项的申报，写明是哪一项；会接着用这一份，不用重填。"));
        var needed = view.Standing.Verdict.Missing.Select(missing => missing.Definition.Key)
            .Concat(view.Standing.Verdict.Find("金额")?.Missing.Select(fact => fact.Key) ?? []).ToHashSet();
        problems.AddRange(view.Empty.Where(field => field.Field.Kind == FieldKind.Asked || needed.Contains(field.Field.Key)).Select(field => new Problem(field.Field.Key, $"{field.Field.Label}：没有填。")));
        problems.AddRange(view.Materials.Where(material => !material.IsReady).Select(material => new Problem("material:" + material.Name, $"{material.Name}：还没有上传。")));
        if (view.Standing.IsHere is null) problems.Add(new Problem("", "还没有登记企业所在地，判断不了政策适不适用。请联系所在镇街登记。"));
        if (view.Standing.Outcome == Outcome.NotMet)
            problems.AddRange(view.Standing.Verdict.Failed.Where(finding => finding.Criterion.Kind == CriterionKind.Gate).Select(finding => new Problem("", $"条件不符合：{GapWords.Line(finding)}")));
        if (problems.Count == 0 && view.Standing.Outcome != Outcome.Met)
            problems.Add(new Problem("", $"还判断不了是否符合，缺：{string.Join("、", view.Standing.Verdict.Missing.Take(5).Select(missing => FactText.Label(missing.Definition)))}。请联系主管部门登记。"));
        return problems;
    }

    private ApplicationSubmission Receipt(ApplicationView view, ApplicationSubmission? latest)
    {
        var (id, now) = (ids.Next(), clock.GetUtcNow());
        var number = latest?.Number ?? ReceiptNumber.Of(id, DateOnly.FromDateTime(city.Local(now).DateTime));
        var sequence = (latest?.Sequence ?? 0) + 1;
        var content = JsonSerializer.Serialize(Content(view, number, sequence, now), Json);
        return new ApplicationSubmission
        {
            Id = id, Application = view.Application.Id, Sequence = sequence, Number = number, Content = content,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))), Who = user.Name, Account = user.Id, At = now,
        };
    }

    private object Content(ApplicationView view, string number, int sequence, DateTimeOffset now) => new
    {
        Number = number,
        Sequence = sequence,
        At = now.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        By = user.Signature,
        Benefit = view.Benefit.Id,
        view.Application.Item,
        view.Application.ItemTitle,
        Rules = view.Form.Rule.Pack.Sha256,
        Enterprise = new { view.Enterprise.Code, view.Enterprise.Name },
        Amount = view.Standing.Amount is { } amount ? new { amount.Low, amount.High } : null,
        Fields = view.Fields.Select(field => new { field.Field.Key, field.Field.Label, Value = field.Stored, Source = field.IsDisputed || field.Prefill is null ? field.Who ?? "" : field.Prefill.Source }),
        Materials = view.Materials.Select(material => new { material.Name, Standing = material.Standing.ToString(), File = material.Used?.FileName, Sha256 = material.Used?.Sha256 }),
    };

    /// <summary>The papers that went along are the ones the reviewers see, whatever is kept later.</summary>
    private async Task UsePapersAsync(ApplicationView view, CancellationToken cancellation)
    {
        var chosen = await db.Set<ApplicationMaterial>().Where(row => row.Application == view.Application.Id).Select(row => row.Material).ToListAsync(cancellation);
        foreach (var material in view.Materials.Where(material => material is { Standing: MaterialStanding.OnHand, Used: not null } && !chosen.Contains(material.Name)))
            db.Add(new ApplicationMaterial { Application = view.Application.Id, Material = material.Name, File = material.Used!.Id });
    }

    /// <summary>What stood there by the account or the last application was handed in with the rest.</summary>
    private void KeepPrefilled(ApplicationView view, ApplicationSubmission receipt)
    {
        foreach (var field in view.Fields.Where(field => field is { Field.Kind: FieldKind.Asked, Who: null, Stored.Length: > 0 }))
            db.Add(new ApplicationField { Application = view.Application.Id, Key = field.Field.Key, Value = field.Stored, Who = user.Name, At = receipt.At });
    }

    private Task<ApplicationSubmission?> LatestAsync(long id, CancellationToken cancellation) =>
        db.Set<ApplicationSubmission>().AsNoTracking().Where(row => row.Application == id).OrderByDescending(row => row.Sequence).FirstOrDefaultAsync(cancellation);
}

/// <summary>SB20261122-7K3M9-QX2HD: the day, and in two groups a number that is given once. No letter that is mistaken for a figure.</summary>
internal static class ReceiptNumber
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Letters = 10;

    public static string Of(long id, DateOnly day)
    {
        var text = new char[Letters];
        for (var at = Letters - 1; at >= 0; at--, id >>= 5) text[at] = Alphabet[(int)(id & 31)];
        return string.Create(CultureInfo.InvariantCulture, $"SB{day:yyyyMMdd}-{new string(text, 0, 5)}-{new string(text, 5, 5)}");
    }
}
