using System.Globalization;
using Funeng.Modules.Foundation.Ui;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Funeng.Host.Web;

/// <summary>The words of an error, for the page and for the <c>title</c> and <c>code</c> of the API's problem answers.</summary>
internal sealed record ErrorText(string Title, string Code, string What, string Next)
{
    public static ErrorText Of(int status) => status switch
    {
        400 => new("请求没有看懂", "bad-request", "页面停留过久，或表单不完整，请求没有执行。", "没有保存任何内容。请重新打开这一页，核对后再提交一次。"),
        401 => new("需要登录", "not-signed-in", "登录已过期，或令牌无效、已撤销。", "请重新登录后再试。"),
        403 => new("没有权限", "forbidden", "您的账号没有打开这一页的权限。", "如果工作需要，请联系管理员调整角色或数据范围。"),
        404 => new("没有找到", "not-found", "这个地址没有内容，或者它不在您的数据范围内。", "请核对地址，或用搜索查找企业和页面。"),
        405 => new("不支持这种操作", "method-not-allowed", "这个地址不接受这种请求方式。", "没有保存任何内容。请从页面上的按钮重新操作。"),
        409 => new("内容已被他人修改", "conflict", "在您填写期间，有人修改了同一条记录，您的修改没有保存。", "请返回并刷新，核对对方的修改后再提交。"),
        413 => new("文件太大", "too-large", "上传的内容超过了允许的大小，没有保存。", "请拆分文件，或把照片选小一些，分次上传。一个文件最大多少，写在选择文件的地方。"),
        415 => new("不支持的格式", "unsupported-format", "请求的内容格式不受支持，没有保存。", "请按接口说明使用 JSON 或表单格式。"),
        422 => new("内容需要修改", "invalid", "提交的内容有不符合要求的地方，没有保存。", "请返回按提示修改后重新提交。"),
        429 => new("操作过于频繁", "too-many-requests", "短时间内请求过多，这一次没有执行。", "请等待一分钟后再试。"),
        503 => new("正在准备", "not-ready", "系统正在启动或维护，暂时不能使用。", "数据是安全的。请稍等片刻后刷新。"),
        >= 500 => new("系统出了问题", "server-fault", "这一步没有完成，没有保存任何内容，之前的数据是安全的。", "可以稍后重试；如果一直不成功，请报障。"),
        _ => new("无法完成请求", "refused", "请求没有执行。", "请返回上一页重新操作。"),
    };

    /// <summary>With the limit that was passed, where the request knows it: that of the file, where the page takes one.</summary>
    public static ErrorText Of(int status, HttpContext? http)
    {
        var words = Of(status);
        if (status != StatusCodes.Status413PayloadTooLarge || http?.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is not { } most)
            return words;
        var sent = http.Request.ContentLength > most ? $"上传的内容有 {Megabytes(http.Request.ContentLength.Value, Math.Ceiling)} MB，超过了" : "上传的内容超过了";
        var page = http.Features.Get<IStatusCodeReExecuteFeature>()?.Endpoint ?? http.GetEndpoint();
        return page?.Metadata.GetMetadata<LargestFileAttribute>() is { } file
            ? words with { What = $"{sent}{Most(file)}，没有保存。", Next = file.AtOnce == 1 ? "请压缩或拆分文件，分次上传。" : "请把照片选小一些，或分次上传。" }
            : words with { What = $"{sent}这里一次能收的 {Megabytes(most, Math.Floor)} MB，没有保存。" };
    }

    private static string Most(LargestFileAttribute file) =>
        file.Bytes < 1 << 20 ? $"这里一个文件最大的 {file.Bytes >> 10} KB"
        : file.AtOnce == 1 ? $"这里一个文件最大的 {Megabytes(file.Bytes, Math.Floor)} MB"
        : $"这里一次能收的：最多 {file.AtOnce} 个文件，每个最大 {Megabytes(file.Bytes, Math.Floor)} MB";

    // What was sent is rounded up and the limit down, or a body a little too large would be as large as the limit.
    private static string Megabytes(long bytes, Func<double, double> round) => (round(bytes / 1048576.0 * 10) / 10).ToString("0.#", CultureInfo.InvariantCulture);
}
