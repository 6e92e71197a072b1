using System.Security.Cryptography;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Projects.Officers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>Takes photos of a case: with the report, or later from whoever has to do with it. What a file is, its first bytes say.</summary>
public sealed class AddPhotos(FunengDb db, ClinicSight sight, ClinicBook book, IdSource ids, CurrentUser user, TimeProvider clock)
{
    public const int Largest = 4 << 20, MostAtOnce = 4, Most = 20;

    /// <summary>What a form with photos comes to, with the rest of it.</summary>
    public const int LargestForm = (MostAtOnce * Largest) + (1 << 20);

    /// <returns>What is wrong; null when this account has nothing to do with such a case.</returns>
    public async Task<IReadOnlyList<Problem>?> RunAsync(long id, IReadOnlyList<SentFile> files, CancellationToken cancellation)
    {
        if (await sight.FindAsync(id, cancellation) is not { } it || !(await sight.RightsAsync(it, cancellation)).AddsPhotos) return null;
        if (it.IsOver) return ClinicBook.WrongState(it);
        if (Refusal(files) is { } wrong) return [wrong];
        if (files.Count == 0) return [new("Photos", "没有选择照片。")];
        var known = await db.Set<ClinicPhoto>().Where(row => row.ClinicCase == it.Id).Select(row => row.Sha256).ToListAsync(cancellation);
        if (known.Count + files.Count > Most) return [new("Photos", $"一个病例最多 {Most} 张照片，现在已有 {known.Count} 张。")];
        var added = Add(it, files, known);
        if (added == 0) return [new("Photos", "这些照片已经有了。")];
        book.Note(it, ClinicEntryKind.Photographed, $"{added} 张照片");
        return await book.SaveAsync(it, cancellation);
    }

    /// <returns>What is wrong with the files; null for nothing.</returns>
    public static Problem? Refusal(IReadOnlyList<SentFile> files)
    {
        if (files.Count > MostAtOnce) return new("Photos", $"一次最多 {MostAtOnce} 张照片，现在有 {files.Count} 张。");
        foreach (var file in files)
        {
            var name = file.Name.Length > 30 ? file.Name[..30] + "…" : file.Name;
            if (file.Content.Length > Largest) return new("Photos", $"“{name}”超过 {Largest >> 20} MB。请选“较小”的尺寸。");
            if (VisitFiles.Recognise(file.Content) is not { Kind: VisitFileKind.Photo }) return new("Photos", $"“{name}”不是照片。请上传 JPG、PNG 或 WebP。");
            if (BarePhoto.Of(file.Content) is null) return new("Photos", $"“{name}”{BarePhoto.Refusal}。");
        }

        return null;
    }

    /// <summary>Joins the unit of work.</summary>
    /// <returns>How many the case did not have yet.</returns>
    public int Add(ClinicCase it, IReadOnlyList<SentFile> files, IReadOnlyCollection<string> known)
    {
        var made = files.Select(file => BarePhoto.Of(file.Content)).OfType<byte[]>().Select(content => (Content: content, Sha256: Convert.ToHexStringLower(SHA256.HashData(content)))).DistinctBy(file => file.Sha256).Where(file => !known.Contains(file.Sha256))
            .Select(file => new ClinicPhoto
            {
                Id = ids.Next(), ClinicCase = it.Id, Content = file.Content, MediaType = VisitFiles.Recognise(file.Content)!.Value.MediaType, Sha256 = file.Sha256, Who = user.Name, At = clock.GetUtcNow(),
            }).ToList();
        db.AddRange(made);
        return made.Count;
    }

    /// <summary>The photos of a form; of one that is too large, enough to see that it is.</summary>
    internal static async Task<IReadOnlyList<SentFile>> ReadAsync(IFormCollection form, CancellationToken cancellation)
    {
        var sent = new List<SentFile>();
        foreach (var file in form.Files.GetFiles("Photos").Where(file => file.Length > 0).Take(MostAtOnce + 1))
        {
            var content = new byte[Math.Min(file.Length, Largest + 1)];
            await using var stream = file.OpenReadStream();
            await stream.ReadExactlyAsync(content, cancellation);
            sent.Add(new SentFile(file.FileName, content));
        }

        return sent;
    }
}

/// <summary>A photo of a case, for whoever may see the case.</summary>
internal static class ClinicPhotoEndpoint
{
    public static void MapClinicPhotos(this IEndpointRouteBuilder site) =>
        site.MapGet("/projects/clinic/photos/{id:long}", AnswerAsync).RequireAuthorization(nameof(Permission.ViewProjects)).ExcludeFromDescription();

    private static async Task<IResult> AnswerAsync(long id, ClinicSight sight, FunengDb db, CancellationToken cancellation) =>
        await db.Set<ClinicPhoto>().Where(row => row.Id == id).Select(row => (long?)row.ClinicCase).SingleOrDefaultAsync(cancellation) is { } it && await sight.FindAsync(it, cancellation) is not null
            && await db.Set<ClinicPhoto>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellation) is { } photo
            ? BarePhoto.Answer(photo.Content, photo.MediaType) : TypedResults.NotFound();
}
