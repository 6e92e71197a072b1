using System.Security.Cryptography;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>Every way a paper can be taken.</summary>
public abstract record PaperResult
{
    private PaperResult()
    {
    }

    /// <param name="IsNew">False when the same file was kept already.</param>
    public sealed record Kept(HeldFile File, bool IsNew) : PaperResult;

    public sealed record Refused(Problem Problem) : PaperResult;

    public sealed record NotFound : PaperResult;
}

/// <summary>Takes a paper for a material of an application and keeps it for the enterprise; the same file again is the same paper.</summary>
public sealed class KeepPapers(FunengDb db, ReadApplication read, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public const long LargestFile = 10 << 20;

    /// <summary>A form with its file and the rest around it.</summary>
    public const long LargestRequest = LargestFile + (1 << 20);

    public const string Accepted = EvidenceKind.Accepted;

    private const int LongestName = 120, MostPapers = 300, Tries = 20;

    public async Task<PaperResult> RunAsync(long id, string material, string fileName, byte[] content, DateOnly? validTo, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(id, material, fileName, content, validTo, cancellation);
            }
            catch (DbUpdateException problem) when (attempt < Tries && WriteCollision.Is(problem))
            {
                // A colleague saved at the same moment: nobody uploads twice for that.
                db.ChangeTracker.Clear();
            }
        }
    }

    private async Task<PaperResult> OnceAsync(long id, string material, string fileName, byte[] content, DateOnly? validTo, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ApplyForBenefits) || await read.Visible().SingleOrDefaultAsync(row => row.Id == id, cancellation) is not { } application
            || await read.OfAsync(application, cancellation) is not { } view || view.Materials.FirstOrDefault(one => one.Name == material) is not { } wanted)
            return new PaperResult.NotFound();
        var name = Path.GetFileName(fileName.Replace('\\', '/'));
        var today = city.Today(clock);
        if (Refusal(application, name, content, validTo, today) is { } refusal) return Refuse(material, refusal);
        var kind = EvidenceKind.Recognise(content.AsSpan(0, Math.Min(16, content.Length)), name)!;
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        var known = await db.Set<HeldFile>().FirstOrDefaultAsync(file => file.Subject == application.Subject && file.Kind == wanted.Material.Kind.Id && file.Sha256 == sha256 && file.WithdrawnAt == null && (file.ValidTo == null || file.ValidTo >= today) && (validTo == null || file.ValidTo == validTo), cancellation);
        if (known is null && await db.Set<HeldFile>().CountAsync(file => file.Subject == application.Subject && file.WithdrawnAt == null && (file.ValidTo == null || file.ValidTo >= today), cancellation) >= MostPapers)
            return Refuse(material, $"已留存 {MostPapers} 份仍有效的材料，不能再加。请联系平台管理员。");

        var months = wanted.Material.Kind.Months;
        var kept = known ?? new HeldFile
        {
            Id = ids.Next(), Subject = application.Subject, Kind = wanted.Material.Kind.Id, FileName = name, MediaType = kind.MediaType, Size = content.Length, Sha256 = sha256,
            ValidTo = validTo ?? (months > 0 ? today.AddMonths(months) : null), Who = user.Name, At = clock.GetUtcNow(),
        };
        if (known is null)
        {
            db.Add(kept);
            db.Add(new HeldFileContent { File = kept.Id, Content = content });
        }

        await UseAsync(application, material, kept.Id, cancellation);
        audit.Record("上传材料", $"application:{application.Id}", "", null, new { Material = material, File = name, sha256 });
        await db.SaveChangesAsync(cancellation);
        return new PaperResult.Kept(kept, known is null);
    }

    /// <summary>The content of a paper, for its enterprise and for whoever reviews an application it goes with.</summary>
    public async Task<(HeldFile File, byte[] Content)?> OpenAsync(long application, long file, CancellationToken cancellation)
    {
        if (await read.RunAsync(application, cancellation) is not { } view
            // A reviewer reads what goes with the application, not what else is kept of its kind.
            || view.Materials.SelectMany(material => user.Has(Permission.ApplyForBenefits) ? material.Held.Append(material.Used) : [material.Used]).FirstOrDefault(held => held?.Id == file) is not { } found
            || await db.Set<HeldFileContent>().AsNoTracking().SingleOrDefaultAsync(row => row.File == file, cancellation) is not { } content)
            return null;
        return (found, content.Content);
    }

    private async Task UseAsync(Application application, string material, long file, CancellationToken cancellation)
    {
        if (await db.Set<ApplicationMaterial>().SingleOrDefaultAsync(row => row.Application == application.Id && row.Material == material, cancellation) is { } row) row.File = file;
        else db.Add(new ApplicationMaterial { Application = application.Id, Material = material, File = file });
        application.Version++;
        application.ChangedAt = clock.GetUtcNow();
    }

    private static string? Refusal(Application application, string name, byte[] content, DateOnly? validTo, DateOnly today) =>
        !application.IsOpen ? $"这份申报{application.State.DisplayName()}，不能再换材料。"
        : name.Length is 0 or > LongestName || name.Any(char.IsControl) ? $"文件名应为 1 到 {LongestName} 个字。"
        : content.Length == 0 ? "文件是空的。请重新选择。"
        : content.Length > LargestFile ? $"文件有 {Fmt.Size(content.Length)}，最大 {LargestFile >> 20} MB。请压缩或分开上传。"
        : EvidenceKind.Recognise(content.AsSpan(0, Math.Min(16, content.Length)), name) is null ? "认不出这个文件，或文件内容与扩展名不符。可以上传照片（.jpg、.png）、PDF、.docx、.xlsx。"
        : validTo < today ? $"有效期到 {Fmt.Date(validTo)}，已经过期。请上传仍有效的。"
        : null;

    private static PaperResult.Refused Refuse(string material, string reason) => new(new Problem("material:" + material, $"{material}：{reason}"));
}
